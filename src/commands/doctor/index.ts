import { disk } from './disk.ts';
import { link } from './link.ts';
import { locale } from './locale.ts';
import type { MachineCheck } from './machine-check.ts';
import { memory } from './memory.ts';
import { node } from './node.ts';
import { permissions } from './permissions.ts';
import { pictures } from './pictures.ts';
import { terminalColours } from './terminal-colours.ts';
import { terminalSize } from './terminal-size.ts';

/** What is looked at in the surroundings, in this order. */
export const machineChecks: readonly MachineCheck[] = [
  terminalSize,
  terminalColours,
  pictures,
  locale,
  link,
  node,
  disk,
  memory,
  permissions,
];
