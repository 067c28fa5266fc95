import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Checkout } from './checkout.ts';

const INSTALLED_ONCE = '["ci",null]\n';

test('a fresh checkout is installed and built, with a line for each step on stderr only', async () => {
  using checkout = new Checkout();
  const run = await checkout.setUp();
  expect(run).toEqual({
    status: 0,
    stdout: '',
    stderr: 'quadrat: installing packages, once, about a minute\nquadrat: building\n',
  });
  expect(checkout.read('npm.log')).toBe(INSTALLED_ONCE);
  expect(checkout.launch(join(checkout.root, 'bin/quadrat')).stdout).toBe('first\n');
});

test('a second set-up does nothing, a changed source only builds', async () => {
  using checkout = new Checkout();
  await checkout.setUp();
  expect(await checkout.setUp()).toEqual({ status: 0, stdout: '', stderr: '' });
  checkout.write('src/cli.ts', "console.log('second, longer');");
  expect((await checkout.setUp()).stderr).toBe('quadrat: building\n');
  expect(checkout.read('npm.log')).toBe(INSTALLED_ONCE);
  expect(checkout.launch(join(checkout.root, 'bin/quadrat')).stdout).toBe('second, longer\n');
});

test('packages that somebody installed by hand are taken as they are', async () => {
  using checkout = new Checkout();
  await checkout.setUp();
  checkout.write('node_modules/.quadrat-installed', 'an older lock file');
  checkout.write('node_modules/.package-lock.json', '{"packages":{"node_modules/esbuild":{"version":"1.0.0"}}}');
  expect((await checkout.setUp()).stderr).toBe('');
  expect(checkout.read('npm.log')).toBe(INSTALLED_ONCE);
});

test('two set-ups at once: one installs, both end well', async () => {
  using checkout = new Checkout();
  const runs = await Promise.all([checkout.setUp(), checkout.setUp(), checkout.setUp()]);
  expect(runs.map(({ status }) => status)).toEqual([0, 0, 0]);
  expect(checkout.read('npm.log')).toBe(INSTALLED_ONCE);
  expect(existsSync(join(checkout.root, '.quadrat-setup.lock'))).toBe(false);
});

test('the lock of a set-up that was killed is not waited for', async () => {
  using checkout = new Checkout();
  checkout.write('.quadrat-setup.lock', `99999999 ${hostname()}`);
  expect((await checkout.setUp()).status).toBe(0);
});

test('what npm said is passed on when it fails, and the next set-up tries again', async () => {
  using checkout = new Checkout();
  const failed = await checkout.setUp({ NPM_FAILS: '1' });
  expect(failed.status).toBe(1);
  expect(failed.stderr).toContain('the packages could not be installed (npm ci ended with 1)\nnpm error no network\n');
  expect((await checkout.setUp()).status).toBe(0);
});

test('a build that fails says where and leaves the last one', async () => {
  using checkout = new Checkout();
  await checkout.setUp();
  checkout.write('src/cli.ts', "import './absent.ts';");
  const { status, stderr } = await checkout.setUp();
  expect(status).toBe(1);
  expect(stderr).toContain('src/cli.ts:1:7: ERROR: Could not resolve "./absent.ts"');
  expect(checkout.launch(join(checkout.root, 'bin/quadrat')).stdout).toBe('first\n');
});

test('a bundled Node that cannot run here does not hide the one of the machine', async () => {
  using checkout = new Checkout();
  expect((await checkout.setUp({ BUNDLED_NODE: 'broken' })).status).toBe(0);
  expect(existsSync(join(checkout.root, 'node_modules/.bin/node'))).toBe(false);
});

test('an old Node without the bundled one gets one sentence', async () => {
  using checkout = new Checkout();
  checkout.write('scripts/node-version.mjs', checkout.read('scripts/node-version.mjs').replace('[22, 18]', '[99, 0]'));
  const { status, stderr } = await checkout.setUp({ BUNDLED_NODE: 'none' });
  expect(status).toBe(1);
  expect(stderr.split('\n').at(-2)).toMatch(/^quadrat: needs Node 99\.0 or newer; this is v[\d.]+, and no bundled/);
});

test('workers and chunks lie flat beside the command line, with what is imported on demand apart', async () => {
  using checkout = new Checkout();
  checkout.write(
    'src/cli.ts',
    "if (process.argv[2] === 'late') await import('./deep/late.ts'); else console.log('now');",
  );
  checkout.write('src/deep/late.ts', "console.log('late');");
  checkout.write('src/deep/count-worker.ts', "console.log('counted');");
  await checkout.setUp();
  expect(checkout.read('dist/count-worker.js')).toContain('counted');
  expect(checkout.read('dist/cli.js')).not.toContain('console.log("late")');
  expect(checkout.launch(join(checkout.root, 'bin/quadrat'), ['late']).stdout).toBe('late\n');
});
