// Whether node_modules and dist belong to what is checked out. Looks at one hash and at file times: milliseconds.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const installStamp = (root) => join(root, 'node_modules', '.quadrat-installed');
const buildStamp = (root) => join(root, 'dist', '.quadrat-built');

/** Names what is wanted: the lock file's hash for packages; every source's path, size and time for the build. */
export function wanted(root) {
  const packages = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return { packages, build: createHash('sha256').update(packages).update(sourceTimes(root)).digest('hex') };
}

export function isInstalled(root, { packages }) {
  if (readIfThere(installStamp(root)) === packages) return true;
  if (!holdsEveryPackage(root)) return false;
  markInstalled(root, { packages }); // somebody ran npm by hand
  return true;
}

export function isBuilt(root, { build }) {
  return readIfThere(buildStamp(root)) === build && existsSync(join(root, 'dist', 'cli.js'));
}

export function markInstalled(root, { packages }) {
  writeIfPossible(installStamp(root), packages);
}

export function markBuilt(root, { build }) {
  writeIfPossible(buildStamp(root), build);
}

function sourceTimes(root) {
  const scripts = readdirSync(join(root, 'scripts')).map((file) => join('scripts', file));
  return [...filesBelow(root, 'src'), ...scripts, 'tsconfig.json']
    .sort()
    .map((file) => {
      const status = statSync(join(root, file), { throwIfNoEntry: false });
      return `${file} ${status?.size} ${status?.mtimeMs}`;
    })
    .join('\n');
}

function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) return [];
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}

/** npm writes its own record of node_modules last; it must name every package that is not for other machines only. */
function holdsEveryPackage(root) {
  const record = readIfThere(join(root, 'node_modules', '.package-lock.json'));
  if (record === undefined) return false;
  const there = JSON.parse(record).packages;
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(lock).every(
    ([path, { version, optional, devOptional, peer }]) =>
      path === '' || (there[path]?.version ?? (optional || devOptional || peer ? version : undefined)) === version,
  );
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Without a stamp, as in a read-only checkout, the next start only looks again. */
function writeIfPossible(path, text) {
  try {
    writeFileSync(path, text);
  } catch (error) {
    if (error.code !== 'EROFS' && error.code !== 'EACCES') throw error;
  }
}
