// Gets a checkout ready to run: packages installed, dist built. npm runs it before `start` and `test`; an old Node starts it,
// so it and its imports stay with what Node 18 knows. Does nothing, quickly, when everything is fresh.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt, isInstalled, markBuilt, markInstalled, wanted } from './freshness.mjs';
import { complainAboutNode } from './node-version.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const ready = (want) => isInstalled(root, want) && isBuilt(root, want);

async function setUp() {
  const { takeLock } = await import('./lock.mjs');
  const release = await takeLock(join(root, '.quadrat-setup.lock'), () => {
    process.stderr.write('quadrat: waiting for another set-up of this checkout\n');
  });
  process.once('exit', release);
  for (const [signal, code] of Object.entries({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 })) {
    process.once(signal, () => process.exit(code));
  }
  const want = wanted(root);
  if (!isInstalled(root, want)) await install(want);
  if (!isBuilt(root, want)) await buildDist(want);
}

async function install(want) {
  const { dropBrokenNode, installPackages } = await import('./install.mjs');
  const { withProgress } = await import('./progress.mjs');
  await withProgress('installing packages, once, about a minute', () => installPackages(root));
  dropBrokenNode(root);
  markInstalled(root, want);
}

async function buildDist(want) {
  const { build } = await import('./build.mjs');
  const { withProgress } = await import('./progress.mjs');
  await withProgress('building', () => build(root));
  markBuilt(root, want);
}

try {
  if (!ready(wanted(root))) await setUp();
  const complaint = complainAboutNode(root);
  if (complaint !== undefined) throw new Error(complaint);
  process.exit(0);
} catch (error) {
  process.stderr.write(`quadrat: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
