import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Checkout } from './checkout.ts';

/** A checkout whose dist is one file, with or without a bundled Node. */
function built(bundled: boolean): Checkout {
  const checkout = new Checkout();
  checkout.write('dist/cli.js', 'console.log(JSON.stringify(process.argv.slice(2)));');
  checkout.write('node_modules/.bin/other', '');
  if (bundled) checkout.link(process.execPath, 'node_modules/.bin/node');
  return checkout;
}

/** A `node` that only knows its version, and says so when it is run. */
function fakeNode(checkout: Checkout, version: string): string {
  checkout.write('path/node', `#!/bin/sh\nif [ "$1" = --version ]; then echo ${version}; else echo ran; fi\n`, 0o755);
  return join(checkout.root, 'path');
}

test('passes arguments on as they are, through links, from any directory', () => {
  using checkout = built(true);
  checkout.link('../bin/quadrat', 'dist/relative');
  const absolute = checkout.link(join(checkout.root, 'dist/relative'), 'absolute');
  const args = ['-c', "ds.where(area == 'Moorea Entre 2 Baies')", '', '*', '$HOME'];
  expect(checkout.launch(absolute, args)).toMatchObject({ status: 0, stdout: `${JSON.stringify(args)}\n`, stderr: '' });
});

test('works where the path of the checkout has a space', () => {
  using checkout = built(true);
  const inner = checkout.write('a b/dist/cli.js', "console.log('here');");
  checkout.write('a b/bin/quadrat', checkout.read('bin/quadrat'), 0o755);
  checkout.write('a b/node_modules/.bin/node', `#!/bin/sh\nexec ${process.execPath} "$@"\n`, 0o755);
  expect(checkout.launch(join(inner, '../../bin/quadrat')).stdout).toBe('here\n');
});

test.each(['v22.18.0', 'v22.20.1', 'v23.0.0', 'v24.21.0', 'v100.0.0'])('takes Node %s from PATH', (version) => {
  using checkout = built(false);
  expect(checkout.launch(join(checkout.root, 'bin/quadrat'), [], fakeNode(checkout, version)).stdout).toBe('ran\n');
});

test.each(['v22.17.9', 'v22.2.0', 'v20.20.2', 'v18.0.0', 'v9.9.9'])('refuses Node %s in one sentence', (version) => {
  using checkout = built(false);
  const run = checkout.launch(join(checkout.root, 'bin/quadrat'), [], fakeNode(checkout, version));
  expect(run).toMatchObject({
    status: 1,
    stdout: '',
    stderr: `quadrat: needs Node 22.18 or newer; the one on PATH is ${version}\n`,
  });
});

test('says what to do before the first set-up', () => {
  using checkout = new Checkout();
  expect(checkout.launch(join(checkout.root, 'bin/quadrat'))).toMatchObject({
    status: 1,
    stdout: '',
    stderr: 'quadrat: not set up yet; run `npm start` or `npm test` in the checkout first\n',
  });
});
