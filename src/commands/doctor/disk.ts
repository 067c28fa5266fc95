import type { Finding } from '../../output.ts';
import { type MachineCheck, sizeOf } from './machine-check.ts';
import type { Folder } from './machine.ts';

/** Whether datasets and temporary files have room, may be written, and lie on a disk of this machine. */
export const disk: MachineCheck = ({ machine: { home, temporary } }) => [
  ...look('datasets', home, 'let QUADRAT_HOME point to a disk with room, or: trash empty'),
  ...look('temporary files', temporary, 'let TMPDIR point to a disk with room'),
];

/** Bytes below which work fails soon, and below which a pull or an export may. */
export const FULL = 200 * 1024 ** 2;
const SCARCE = 2 * 1024 ** 3;

function look(what: string, folder: Folder, hint: string): readonly Finding[] {
  const { path, free, total, network, writable } = folder;
  const base = { check: 'disk', where: path } as const;
  const findings: Finding[] = [];
  if (!writable) {
    findings.push({
      ...base,
      severity: 'error',
      message: `${what}: the folder may not be written`,
      hint: `check its permissions: ls -ld ${path}`,
    });
  }
  if (network !== null) {
    const risk = `${what} lie on ${network}: two machines that write one dataset there damage it`;
    const move = 'keep QUADRAT_HOME on a disk of this machine; export or back up to the network';
    findings.push({ ...base, severity: what === 'datasets' ? 'warning' : 'info', message: risk, hint: move });
  }
  if (free === null) return findings;
  const room = `${what}: ${sizeOf(free)} free${total === null ? '' : ` of ${sizeOf(total)}`}`;
  if (free >= SCARCE) return [...findings, { ...base, severity: 'info', message: room }];
  const severity = free < FULL ? 'error' : 'warning';
  return [...findings, { ...base, severity, message: `${room}: nearly full`, hint }];
}
