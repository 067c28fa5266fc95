import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const spy = new URL('spy-modules.mjs', import.meta.url).href;
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'quadrat-headless-'));

type Meta = { readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>> };

/** What a run of the built product loads: files outside the bundle, and for each chunk the modules bundled in it. */
function modulesLoadedBy(...args: readonly string[]): readonly string[] {
  const env = { ...process.env, QUADRAT_HOME: home };
  const command = ['--import', spy, join(dist, 'cli.js'), ...args];
  const run = spawnSync(process.execPath, command, { encoding: 'utf8', env, input: '' });
  expect(run.status, run.stderr.replaceAll(/^LOADED .*\n/gm, '')).toBe(0);
  const { outputs } = JSON.parse(readFileSync(join(dist, 'meta.json'), 'utf8')) as Meta;
  return run.stderr.split('\n').flatMap((line) => {
    if (!line.startsWith('LOADED file:')) return [];
    const file = fileURLToPath(line.slice('LOADED '.length));
    return [file, ...Object.keys(outputs[`dist/${basename(file)}`]?.inputs ?? {})];
  });
}

const from = (modules: readonly string[], packages: string): readonly string[] =>
  modules.filter((module) => new RegExp(`node_modules/(${packages})/`).test(module));

beforeAll(() => {
  modulesLoadedBy('import', 'demo', '--name', 'demo', '--no-media');
});

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

test('a one-shot loads the database, and no screen and no picture', () => {
  const modules = modulesLoadedBy('-d', 'demo', '-c', 'ds.count()');
  expect(modules).toContain('src/cli.ts');
  expect(from(modules, 'better-sqlite3')).not.toEqual([]);
  expect(from(modules, 'ink|react|react-reconciler|yoga-layout|sharp')).toEqual([]);
});

test('a command that asks no question of the data loads no parser either', () => {
  const modules = modulesLoadedBy('datasets');
  expect(modules).toContain('src/cli.ts');
  expect(from(modules, 'ts-morph|@ts-morph|ink|react|sharp')).toEqual([]);
});
