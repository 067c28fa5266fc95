import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSettings } from '../../../src/repl/settings/settings-store.ts';
import { SETTINGS } from '../../../src/repl/settings/settings.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'quadrat-settings-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const file = (): string => join(home, 'config.yaml');
const open = (env: Readonly<Record<string, string>> = {}) => openSettings({ home, env, unique: 'test' });

test('the schema for editors has every setting, key and section, and each default is one of its values', async () => {
  const schema = (await (await open()).schema()) as {
    readonly properties: Readonly<Record<string, Record<string, unknown> & { readonly properties?: object }>>;
  };
  const { keys, cvat, ...settings } = schema.properties;
  expect(Object.keys(settings)).toEqual(SETTINGS.map(({ name }) => name));
  expect(settings['rows']).toEqual({
    description: 'Rows of a table that a terminal shows; the rest is counted.',
    type: 'integer',
    minimum: 3,
    maximum: 100_000,
    default: 40,
  });
  expect(settings['colour']).toMatchObject({
    enum: ['auto', 'never', '16', 16, '256', 256, 'true', true],
    default: 'auto',
  });
  expect(settings['counts']).toMatchObject({ enum: [true, false, 'on', 'off', 'yes', 'no'], default: true });
  expect(keys).toMatchObject({
    additionalProperties: false,
    properties: {
      prompt: { properties: { 'history-search': { default: ['ctrl-r'] } } },
      sheet: { properties: { frequency: { default: ['F'] } } },
    },
  });
  expect(Object.keys(cvat?.properties ?? {})).toContain('url');
});

test('this shell comes before the environment, that before the file, that before the default', async () => {
  const row = async (env: Readonly<Record<string, string>>) => {
    const { rows } = await open(env);
    return rows().find(({ name }) => name === 'colour');
  };
  expect(await row({})).toMatchObject({ value: 'auto', origin: 'default' });
  writeFileSync(file(), 'colour: 256\n');
  expect(await row({})).toMatchObject({ value: '256', origin: 'config.yaml' });
  expect(await row({ FORCE_COLOR: '1' })).toMatchObject({ value: '16', origin: 'FORCE_COLOR in the environment' });
  expect(await row({ NO_COLOR: '1', FORCE_COLOR: '1' })).toMatchObject({ value: 'never' });
  const settings = await open({ NO_COLOR: '1' });
  settings.override('colour', 'true');
  expect(settings.rows()[1]).toMatchObject({ value: 'true', origin: 'this shell' });
});

test('a change is written, told, and holds', async () => {
  const settings = await open();
  const heard: unknown[] = [];
  settings.subscribe(() => heard.push(settings.now().theme));
  expect(await settings.change('theme', 'mono')).toMatchObject({ value: 'mono', origin: 'config.yaml' });
  expect(readFileSync(file(), 'utf8')).toBe('theme: mono\n');
  expect(heard).toEqual(['mono']);
  await Promise.all([
    settings.change('rows', '10'),
    settings.change('checks', 'off'),
    settings.change('theme', undefined),
  ]);
  expect(readFileSync(file(), 'utf8')).toBe('rows: 10\nchecks: off\n');
  expect((await open()).now()).toMatchObject({ theme: 'auto', rows: 10, checks: false });
});

test('who may read the file stays as it was, a link stays one, and no draft is left', async () => {
  mkdirSync(join(home, 'dots'));
  writeFileSync(join(home, 'dots', 'q.yaml'), 'rows: 5\n');
  chmodSync(join(home, 'dots', 'q.yaml'), 0o640);
  symlinkSync(join(home, 'dots', 'q.yaml'), file());
  await (await open()).change('rows', '6');
  expect(lstatSync(file()).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(home, 'dots', 'q.yaml'), 'utf8')).toBe('rows: 6\n');
  expect(statSync(file()).mode & 0o777).toBe(0o640);
  expect(readdirSync(join(home, 'dots'))).toEqual(['q.yaml']);
  rmSync(file());
  await (await open()).change('rows', '7');
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

test('mistakes are named with line and nearest name; what is right holds', async () => {
  writeFileSync(
    file(),
    [
      'thme: dark',
      'rows: many',
      'editing: vi',
      'keys:',
      '  promt: {}',
      '  prompt:',
      '    undo: ctrl-x',
      '    redo: ctrl-x',
    ].join('\n'),
  );
  const settings = await open();
  expect(settings.now()).toMatchObject({ theme: 'auto', rows: 40, editing: 'vi' });
  expect(settings.mistakes()?.message.replaceAll(file(), 'F')).toBe(
    [
      'F:1: no setting thme',
      'F:2: rows cannot be many: it is 3 to 100000',
      'F:8: ctrl-x in keys.prompt is given to undo and to redo',
    ].join('\n'),
  );
  expect(settings.mistakes()?.hint).toBe('did you mean theme?');
  await expect(settings.list()).rejects.toMatchObject({ code: 'invalid' });
});

test('a file that is no YAML leaves the defaults, and is not written to', async () => {
  writeFileSync(file(), 'theme: [\n');
  const settings = await open();
  expect(settings.now().theme).toBe('auto');
  expect(settings.mistakes()).toMatchObject({ code: 'invalid' });
  await expect(settings.change('theme', 'dark')).rejects.toMatchObject({ code: 'invalid' });
  expect(readFileSync(file(), 'utf8')).toBe('theme: [\n');
});

test.each([
  ['them', 'dark', 'no setting them', 'did you mean theme?'],
  ['theme', 'drak', 'theme cannot be drak: it is auto, dark, light, mono, colour-blind', 'did you mean dark?'],
  ['rows', '2', 'rows cannot be 2: it is 3 to 100000', 'Rows of a table that a terminal shows; the rest is counted.'],
  [
    'keys.prompt.undo',
    'ctrl-r',
    'ctrl-r in keys.prompt is history-search, which would have no key beside undo',
    undefined,
  ],
  ['keys.prompt.undo', 'x', 'x types itself', 'write ctrl-x, alt-x or f5'],
  ['keys.prompt.undoo', 'f5', 'nothing in keys.prompt is called undoo', 'did you mean undo?'],
])('set %s %s is refused and nothing written', async (name, value, message, hint) => {
  const settings = await open();
  await expect(settings.change(name, value)).rejects.toMatchObject({ code: 'usage', message, ...(hint && { hint }) });
  expect(existsSync(file())).toBe(false);
});
