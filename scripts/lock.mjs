// One set-up at a time in a checkout. The lock is a file that names its owner and is touched while the owner works.
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';

const TOUCH_MS = 1000;
const ABANDONED_MS = 30_000;
const LOOK_AGAIN_MS = 100;

/** Waits for the lock, calling `onWait` once if somebody holds it. Resolves to the function that releases it. */
export async function takeLock(path, onWait) {
  let waiting = false;
  while (!create(path)) {
    if (!removeIfAbandoned(path)) {
      if (!waiting) onWait();
      waiting = true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }
  const heartbeat = setInterval(() => touch(path), TOUCH_MS);
  return () => {
    clearInterval(heartbeat);
    rmSync(path, { force: true });
  };
}

function create(path) {
  try {
    writeFileSync(path, `${process.pid} ${hostname()}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the file aside before deleting it, so that of two who find it abandoned only one removes it. */
function removeIfAbandoned(path) {
  const owner = look(path);
  if (owner === undefined) return true;
  if (!owner.abandoned) return false;
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  if (readFileSync(aside, 'utf8') === owner.text) rmSync(aside);
  else renameSync(aside, path); // a new owner was quicker
  return true;
}

function look(path) {
  try {
    const text = readFileSync(path, 'utf8');
    const [pid, host] = text.split(' ');
    const silent = Date.now() - statSync(path).mtimeMs > ABANDONED_MS;
    return { text, abandoned: silent || (host === hostname() && !isAlive(Number(pid))) };
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function touch(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // removed by hand: nothing left to keep alive
  }
}
