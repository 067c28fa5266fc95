import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

export type Run = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** Stands in for npm: notes that it ran and with which settings, and "installs" what a build needs from this repository. */
const NPM = `
const { appendFileSync, mkdirSync, symlinkSync, writeFileSync } = require('node:fs');
appendFileSync('npm.log', JSON.stringify([process.argv.slice(2)[0], process.env.NODE_ENV ?? null]) + '\\n');
if (process.env.NPM_FAILS) { process.stderr.write('npm error no network\\n'); process.exit(1); }
mkdirSync('node_modules/.bin', { recursive: true });
symlinkSync(process.env.REPOSITORY + '/node_modules/esbuild', 'node_modules/esbuild');
if (process.env.BUNDLED_NODE === 'works') symlinkSync(process.execPath, 'node_modules/.bin/node');
if (process.env.BUNDLED_NODE === 'broken') writeFileSync('node_modules/.bin/node', '#!/bin/sh\\nexit 127\\n', { mode: 0o755 });
`;

/** A small checkout with this project's scripts and launcher, and a stand-in for npm. */
export class Checkout implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'quadrat-setup-'));

  constructor() {
    for (const part of ['scripts', 'bin']) cpSync(join(repository, part), join(this.root, part), { recursive: true });
    this.write('package.json', '{"type":"module"}');
    this.write('package-lock.json', '{"packages":{"":{},"node_modules/esbuild":{"version":"1.0.0"}}}');
    this.write('npm/npm-cli.js', NPM);
    this.write('npm/package.json', '{"type":"commonjs"}');
    this.write('src/cli.ts', "console.log('first', ...process.argv.slice(2));");
  }

  write(path: string, text: string, mode = 0o644): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  link(target: string, path: string): string {
    const file = join(this.root, path);
    symlinkSync(target, file);
    return file;
  }

  /** Resolves when set-up has ended. */
  async setUp(env: Readonly<Record<string, string>> = {}): Promise<Run> {
    const child = spawn(process.execPath, [join(this.root, 'scripts/setup.mjs')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        BUNDLED_NODE: 'works',
        REPOSITORY: repository,
        npm_execpath: join(this.root, 'npm/npm-cli.js'),
        npm_node_execpath: process.execPath,
        ...env,
      },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const { promise, resolve } = Promise.withResolvers<number | null>();
    child.once('close', resolve);
    return { status: await promise, stdout, stderr };
  }

  /** Runs a launcher with nothing but the system's own tools, and `path` before them. */
  launch(launcher: string, args: readonly string[] = [], path = ''): Run {
    const env = { PATH: `${path}:/usr/bin:/bin` };
    return spawnSync(launcher, args, { cwd: tmpdir(), env, encoding: 'utf8' });
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
