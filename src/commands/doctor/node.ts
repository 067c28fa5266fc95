import type { Finding } from '../../output.ts';
import type { MachineCheck } from './machine-check.ts';

/** Which Node runs, and whether it may keep what it compiles. */
export const node: MachineCheck = ({ machine: { node: found, tool, platform } }) => {
  const { version, oldest, compileCache } = found;
  const base = { check: 'node', where: platform } as const;
  const runs: Finding = {
    ...base,
    severity: 'info',
    message: `${tool} on Node ${version}; ${oldest} or newer will do`,
  };
  if (compileCache !== undefined) return [runs];
  const message = 'compiled code cannot be kept: every start takes longer';
  const hint = 'let the folder dist/ of the installation be writable for whoever starts it first';
  return [runs, { ...base, severity: 'warning', message, hint }];
};
