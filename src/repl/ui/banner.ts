import { paint } from '../../render/paint.ts';
import type { Binding } from '../input/keymap.ts';
import { keyHints } from '../input/remap-keys.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';

const KEYS = [
  ['complete', 'completes'],
  ['help', 'explains'],
  ['end-of-input', 'leaves'],
] as const;

/** What the shell says when it opens: which version, on which dataset, and how to go on. */
export function bannerText(
  version: string,
  dataset: string | undefined,
  look: RenderOptions,
  keymap: readonly Binding[],
): string {
  const name = paint(`quadrat ${version}`, 'heading', look);
  const open = dataset === undefined ? '' : `  ${sanitize(dataset)}`;
  const hints = ['? help', ...keyHints(KEYS, keymap)];
  const keys = look.columns < 60 ? hints.slice(0, 2).join('  ') : hints.join('   ');
  return `${name}${open}\n${paint(keys, 'dim', look)}\n`;
}
