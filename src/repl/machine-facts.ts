import { constants } from 'node:fs';
import { access, readFile, stat, statfs } from 'node:fs/promises';
import { arch, homedir, hostname, platform, release, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { Folder, Machine, Terminal } from '../commands/doctor/machine.ts';
import type { Host } from './host.ts';
import { capabilityFor } from './look.ts';

/** What is known beside the host: where state lies, what this program is, and how long the terminal takes to answer. */
export type Known = {
  readonly home: string;
  readonly tool: string;
  readonly roundTrip: () => Promise<number | undefined>;
};

/** Looks at the machine and the terminal. Never throws: what cannot be told is left out. */
export async function machineFacts(host: Host, { home, tool, roundTrip }: Known): Promise<Machine> {
  const { runtime, execPath, pid } = host;
  return {
    tool,
    platform: `${platform()} ${arch()} ${release()}`,
    node: { version: runtime.node, oldest: runtime.oldestNode, compileCache: runtime.compileCache },
    memory: { free: runtime.freeMemory(), limit: runtime.memoryLimit() },
    home: await folderAt(home),
    temporary: await folderAt(tmpdir()),
    config: await configIn(home),
    terminal: terminalOf(host, await roundTrip()),
    bugs: await lastBugs(home),
    identity: { user: userName(), host: hostname(), folder: homedir() },
    execPath,
    pid,
    isAlive: runtime.isAlive,
  };
}

function terminalOf(host: Host, roundTrip: number | undefined): Terminal {
  const { stdout, env } = host;
  const { colour, unicode, protocol, tmux } = capabilityFor(host, 'stdout', 'auto');
  return {
    interactive: stdout.isTTY === true,
    columns: stdout.columns,
    rows: stdout.rows,
    colour,
    unicode,
    pictures: protocol,
    picturesBecause: because(env, tmux, unicode, colour),
    tmux,
    roundTrip,
  };
}

/** The first that decided, in the order of `capabilityOf`. */
function because(env: Host['env'], tmux: boolean, unicode: boolean, colour: number): string {
  const asked = env['QUADRAT_IMAGES'] ?? '';
  if (asked !== '' && asked !== 'auto') return `QUADRAT_IMAGES is ${asked}`;
  if (!unicode) return 'the locale is not UTF-8';
  if (colour < 2) return 'there are too few colours for anything else';
  if (tmux) return 'tmux stands between, and no terminal outside answered for kitty';
  return `TERM is ${env['TERM'] ?? 'not set'}, TERM_PROGRAM ${env['TERM_PROGRAM'] ?? 'not set'}`;
}

async function folderAt(path: string): Promise<Folder> {
  const existing = await nearestFolder(path);
  const mode = await stat(path).then(
    (found) => found.mode & 0o7777,
    () => null,
  );
  const writable = await access(existing, constants.W_OK).then(
    () => true,
    () => false,
  );
  try {
    const { bavail, blocks, bsize, type } = await statfs(existing);
    const network = NETWORKS.get(type) ?? null;
    return { path, mode, writable, network, free: bavail * bsize, total: blocks * bsize };
  } catch {
    return { path, mode, writable, network: null, free: null, total: null };
  }
}

/** The folder itself, or the one in which it is going to be made. */
async function nearestFolder(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at).catch(() => undefined);
    if (found !== undefined || dirname(at) === at) return at;
  }
}

/** `f_type` of statfs(2) on Linux, of file systems whose locks SQLite's write-ahead log cannot rely on. */
const NETWORKS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x65735546, 'FUSE (sshfs or the like)'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x19830326, 'BeeGFS'],
  [0x5346414f, 'AFS'],
]);

async function configIn(home: string): Promise<Machine['config']> {
  const file = join(home, 'config.yaml');
  try {
    return { mode: (await stat(file)).mode & 0o7777, text: await readFile(file, 'utf8') };
  } catch {
    return undefined;
  }
}

async function lastBugs(home: string): Promise<readonly string[]> {
  try {
    const text = await readFile(join(home, 'logs', 'bugs.log'), 'utf8');
    return text.trimEnd().split('\n').slice(-LAST_LINES);
  } catch {
    return [];
  }
}

const LAST_LINES = 40;

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
