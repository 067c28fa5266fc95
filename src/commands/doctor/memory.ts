import { type MachineCheck, sizeOf } from './machine-check.ts';

/** Whether there is memory for a query over all labels. */
export const memory: MachineCheck = ({ machine: { memory: found } }) => {
  const { free, limit } = found;
  const message = `${sizeOf(free)} free of ${sizeOf(limit)}`;
  if (free >= LEAST) return [{ check: 'memory', severity: 'info', message }];
  const hint = 'end other programs, or raise the limit of the container; large exports may be stopped by the system';
  return [{ check: 'memory', severity: 'warning', message: `${message}: little`, hint }];
};

/** Bytes: what a process of the shell and one that queries need together. */
const LEAST = 400 * 1024 ** 2;
