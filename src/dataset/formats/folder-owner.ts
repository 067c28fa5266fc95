import { readlink } from 'node:fs/promises';
import { getPriority, hostname } from 'node:os';

/** Which process is filling a folder; `pid` is null where the system does not say. */
export type Owner = { readonly host: string; readonly pid: number | null };

/** This process. */
export async function owner(): Promise<Owner> {
  const pid = await readlink('/proc/self').then(Number, () => null);
  return { host: hostname(), pid };
}

/** Whether the owner written down as JSON may still be at work: false only where it surely is not. */
export async function isOwned(json: string): Promise<boolean> {
  const other = parsed(json);
  if (other === undefined) return false;
  if (other.pid === null || other.host !== hostname()) return true;
  const { pid } = await owner();
  return pid === other.pid || isRunning(other.pid);
}

function parsed(json: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || !('host' in value) || !('pid' in value)) return undefined;
    const { host, pid } = value;
    if (typeof host !== 'string' || (pid !== null && !Number.isSafeInteger(pid))) return undefined;
    return { host, pid: typeof pid === 'number' ? pid : null };
  } catch {
    return undefined;
  }
}

/** Asks for the priority of the process, which anyone may do and which fails where there is none. */
function isRunning(pid: number): boolean {
  try {
    getPriority(pid);
    return true;
  } catch {
    return false;
  }
}
