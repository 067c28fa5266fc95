import { load } from 'js-yaml';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeSettings, type SettingsChange } from '../../../src/repl/settings/change-settings.ts';

const change = (text: string, path: string, value: SettingsChange['value']): string =>
  changeSettings(text, { path: path.split('.'), value }, 'config.yaml');

test.each([
  ['', 'theme', 'light', 'theme: light\n'],
  ['# only this', 'theme', 'light', '# only this\ntheme: light\n'],
  ['a: 1\n# c\ntheme:   dark   # why\nb: [1,  2]\n', 'theme', 'light', 'a: 1\n# c\ntheme: light   # why\nb: [1,  2]\n'],
  ['theme: dark\nrows: 3\n', 'theme', undefined, 'rows: 3\n'],
  ['# c\ntheme: dark\n', 'theme', undefined, '# c\n'],
  ['rows: 3\n', 'theme', undefined, 'rows: 3\n'],
  ['theme: >-\n  dark\nrows: 3\n', 'theme', 'light', 'theme: >-\n  light\nrows: 3\n'],
  ['{ theme: dark }\n', 'theme', 'light', '{ theme: light }\n'],
  ['', 'colour', '16', "colour: '16'\n"],
  ['', 'rows', 20, 'rows: 20\n'],
  [
    'cvat:\n    url: x # u\n',
    'keys.prompt.undo',
    'ctrl-z',
    'cvat:\n  url: x # u\nkeys:\n  prompt:\n    undo: ctrl-z\n',
  ],
  ['keys:\n  prompt:\n    undo: ctrl-z\nrows: 3\n', 'keys.prompt.undo', undefined, 'rows: 3\n'],
  ['keys:\n', 'keys.prompt.undo', ['a', 'b'], 'keys:\n  prompt:\n    undo:\n      - a\n      - b\n'],
])('%j with %s %j', (before, path, value, after) => {
  expect(change(before, path, value)).toBe(after);
});

test('what is no YAML is refused with the line, and without repeating what may be a password', () => {
  expect(() => change('cvat:\n  token: geheim\n  token: geheim\n', 'theme', 'light')).toThrow(
    'config.yaml:3: no YAML: the same name stands there twice',
  );
  expect(() => change('password: "geheim\n', 'theme', 'light')).toThrow(/^config\.yaml:\d: no YAML: (?!.*geheim)/u);
});

const NAMES = fc.constantFrom('theme', 'rows', 'cvat', 'editing');
const VALUES = fc.oneof(fc.integer(), fc.boolean(), fc.stringMatching(/^[a-z: #'"{-]{0,12}$/u));

test('any file: the setting has its value, everything else its own', () => {
  fc.assert(
    fc.property(fc.dictionary(NAMES, VALUES), NAMES, VALUES, (held, name, value) => {
      const lines = Object.entries(held).map(([key, each]) => `${key}: ${JSON.stringify(each)} # ${key}\n`);
      const set = changeSettings(lines.join(''), { path: [name], value }, '');
      expect(load(set)).toEqual({ ...held, [name]: value });
      const rest = Object.fromEntries(Object.entries(held).filter(([key]) => key !== name));
      const unset = changeSettings(set, { path: [name], value: undefined }, '');
      expect(unset === '' ? {} : load(unset)).toEqual(rest);
      for (const key of Object.keys(rest)) expect(unset).toContain(`# ${key}\n`);
    }),
  );
});
