import { PROTOCOLS } from '../../render/image/capability.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a variable of the environment says in place of the file. */
export type FromEnvironment = { readonly value: string; readonly variable: string };

/** What every setting has, whatever its values are. */
type Common<N extends string> = {
  readonly name: N;
  /** What it does: one sentence, for the list and the menu. */
  readonly summary: string;
  readonly environment?: (env: Environment) => FromEnvironment | undefined;
};

/** A setting: one of some words, on or off, or a whole number. */
export type Setting<N extends string = string> = Common<N> &
  (
    | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly default: string }
    | { readonly kind: 'switch'; readonly default: boolean }
    | {
        readonly kind: 'number';
        readonly default: number;
        readonly least: number;
        readonly most: number;
        /** What the menu goes through. */
        readonly steps: readonly number[];
      }
  );

/**
 * Every setting: the file, `set`, its completion, the menu and the documentation come from this table. The first choice is
 * the default.
 */
export const SETTINGS = [
  {
    name: 'theme',
    kind: 'choice',
    choices: ['auto', 'dark', 'light', 'mono', 'colour-blind'],
    default: 'auto',
    summary: 'Colours of the text; auto follows the background of the terminal.',
  },
  {
    name: 'colour',
    kind: 'choice',
    choices: ['auto', 'never', '16', '256', 'true'],
    default: 'auto',
    summary: 'How many colours a terminal gets; a pipe gets none.',
    environment: colourIn,
  },
  {
    name: 'pictures',
    kind: 'choice',
    choices: ['auto', ...PROTOCOLS],
    default: 'auto',
    summary: 'How pictures are shown.',
    environment: (env) => saidBy(env, 'QUADRAT_IMAGES', (value) => PROTOCOLS.find((each) => each === value)),
  },
  {
    name: 'rows',
    kind: 'number',
    default: 40,
    least: 3,
    most: 100_000,
    steps: [10, 20, 40, 100, 1000],
    summary: 'Rows of a table that a terminal shows; the rest is counted.',
  },
  {
    name: 'screen-reader',
    kind: 'switch',
    default: false,
    summary: 'Sentences in place of bars, pictures and menus.',
    environment: (env) => saidBy(env, 'INK_SCREEN_READER', (value) => (value === 'true' ? 'on' : undefined)),
  },
  {
    name: 'editing',
    kind: 'choice',
    choices: ['emacs', 'vi'],
    default: 'emacs',
    summary: 'The keys that edit a line; F4 changes it for this shell.',
  },
  {
    name: 'history',
    kind: 'number',
    default: 5000,
    least: 0,
    most: 10_000,
    steps: [0, 1000, 5000, 10_000],
    summary: 'Lines of earlier shells that are known; with 0 none is kept.',
  },
  {
    name: 'suggestions',
    kind: 'switch',
    default: true,
    summary: 'A line of the history goes on behind what is typed.',
  },
  { name: 'counts', kind: 'switch', default: true, summary: 'What the view being typed holds is counted.' },
  {
    name: 'checks',
    kind: 'switch',
    default: true,
    summary: 'Mistakes are marked while they are typed, and not run at once.',
  },
] as const satisfies readonly Setting[];

/** The name of a setting. */
export type SettingName = (typeof SETTINGS)[number]['name'];

type ValueOf<S> = S extends { readonly kind: 'choice'; readonly choices: readonly (infer C)[] }
  ? C
  : S extends { readonly kind: 'switch' }
    ? boolean
    : number;

/** A value for each setting. */
export type Settings = { readonly [S in (typeof SETTINGS)[number] as S['name']]: ValueOf<S> };

/** What a setting can be worth. */
export type SettingValue = string | number | boolean;

/** What holds as long as nothing else is said. */
export const DEFAULTS: Settings = Object.fromEntries(SETTINGS.map((each) => [each.name, each.default])) as Settings;

/** The setting of a name. */
export function settingNamed(name: string): Setting<SettingName> | undefined {
  return SETTINGS.find((each) => each.name === name);
}

/** What a setting can be, in words: `auto, dark`, `on, off`, `3 to 100000`. */
export function choicesText(setting: Setting): string {
  if (setting.kind === 'number') return `${String(setting.least)} to ${String(setting.most)}`;
  return choicesOf(setting).join(', ');
}

/** The values that the menu goes through and completion offers. */
export function choicesOf(setting: Setting): readonly string[] {
  if (setting.kind === 'choice') return setting.choices;
  return setting.kind === 'switch' ? ['on', 'off'] : setting.steps.map(String);
}

/** A value as it is written and shown. */
export function valueText(value: SettingValue): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

/** The value that a text or a scalar of the file means; undefined where the setting cannot have it. */
export function valueOf(setting: Setting, given: unknown): SettingValue | undefined {
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') return undefined;
  const text = String(given).trim();
  if (setting.kind === 'choice') return setting.choices.find((choice) => choice === text);
  if (setting.kind === 'switch') return SWITCH[text.toLowerCase()];
  const number = /^\d+$/u.test(text) ? Number(text) : NaN;
  return number >= setting.least && number <= setting.most ? number : undefined;
}

const SWITCH: Readonly<Record<string, boolean>> = {
  on: true,
  true: true,
  yes: true,
  off: false,
  false: false,
  no: false,
};

function colourIn(env: Environment): FromEnvironment | undefined {
  const none = saidBy(env, 'NO_COLOR', () => 'never');
  return none ?? saidBy(env, 'FORCE_COLOR', (value) => FORCED[value]);
}

/** Any other value forces as many as the terminal seems to have, as `auto` does. */
const FORCED: Readonly<Record<string, string>> = { '0': 'never', false: 'never', '1': '16', '2': '256', '3': 'true' };

/** What a variable says; one that is empty says nothing. */
function saidBy(
  env: Environment,
  variable: string,
  mean: (value: string) => string | undefined,
): FromEnvironment | undefined {
  const set = env[variable];
  const value = set === undefined || set === '' ? undefined : mean(set);
  return value === undefined ? undefined : { value, variable };
}
