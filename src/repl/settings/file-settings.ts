import { nearest } from '../../dataset/model/nearest.ts';
import { UserError } from '../../diagnostics.ts';
import type { KeyRemap } from '../input/remap-keys.ts';
import { choicesText, type Setting, type SettingName, SETTINGS, type SettingValue } from './settings.ts';

/** A mistake in the file. `line` counts from 1. */
export type SettingsProblem = { readonly line: number; readonly message: string; readonly hint?: string };

/** What the file says of the shell; what is wrong in it is left out. */
export type FileSettings = {
  readonly values: ReadonlyMap<SettingName, SettingValue>;
  readonly keys: readonly KeyRemap[];
  readonly problems: readonly SettingsProblem[];
};

/** A file that says nothing. */
export const NO_SETTINGS: FileSettings = { values: new Map(), keys: [], problems: [] };

/** Sections of the file that are not for the shell. */
export const SECTIONS: readonly string[] = ['cvat'];

/** The mistakes of a file as an error. */
export function problemsError(problems: readonly SettingsProblem[], path: string): UserError | undefined {
  if (problems.length === 0) return undefined;
  const hint = problems.find((each) => each.hint !== undefined)?.hint;
  const message = problems.map(({ line, message: said }) => `${path}:${String(line)}: ${said}`).join('\n');
  return new UserError('invalid', message, hint === undefined ? {} : { hint });
}

/** What is told about a value that a setting cannot have. */
export function wrongValue(setting: Setting, value: unknown): { readonly message: string; readonly hint: string } {
  const said = typeof value === 'object' ? 'a list' : JSON.stringify(value).replace(/^"|"$/gu, '');
  const near = setting.kind === 'choice' ? nearest(said, setting.choices) : undefined;
  return {
    message: `${setting.name} cannot be ${said}: it is ${choicesText(setting)}`,
    hint: near === undefined ? setting.summary : `did you mean ${near}?`,
  };
}

/** How to put a name right that is none of a setting. */
export function nearSetting(name: string): string {
  const near = nearest(name, [...SETTINGS.map((each) => each.name), 'keys', ...SECTIONS]);
  return near === undefined ? 'set lists all settings' : `did you mean ${near}?`;
}
