import { nearest } from '../../dataset/model/nearest.ts';
import { toGraphemes } from './graphemes.ts';
import { NAMED_KEYS } from './key-event.ts';
import { type Binding, displayedKey, type KeyContext, KEYMAP, TYPING } from './keymap.ts';

/** Keys that a user gives to an action of a context, in place of those it has. `line` is where that is written. */
export type KeyRemap = {
  readonly context: string;
  readonly action: string;
  readonly keys: readonly string[];
  readonly line: number;
};

/** What is wrong with a remap. */
export type KeyProblem = { readonly line: number; readonly message: string; readonly hint?: string };

/** A keymap and what could not be done to it. */
export type Remapped = { readonly keymap: readonly Binding[]; readonly problems: readonly KeyProblem[] };

/**
 * The keymap with a user's keys. A key goes from the action that has it by default to the one that it is given to; where that
 * would leave an action without a key, or the user gives a key to two actions, nothing is done and both are named.
 */
export function remapKeys(remaps: readonly KeyRemap[], base: readonly Binding[] = KEYMAP): Remapped {
  const problems: KeyProblem[] = [];
  const checked = remaps.flatMap((remap) => {
    const problem = problemOf(remap, base);
    if (problem !== undefined) problems.push({ line: remap.line, ...problem });
    return problem === undefined ? [{ ...remap, keys: remap.keys.map(canonicalKey) }] : [];
  });
  const kept = withoutClashes(checked, problems);
  const keymap = kept.reduce(moveKeys, base);
  const robbed = firstRobbed(kept, base, keymap);
  if (robbed === undefined) return { keymap, problems };
  problems.push(robbed.problem);
  const rest = remapKeys(
    kept.filter((each) => each !== robbed.remap),
    base,
  );
  return { keymap: rest.keymap, problems: [...problems, ...rest.problems] };
}

/** A key as the keymap writes it: in lower case, modifiers in order; a character alone as it is typed. */
export function canonicalKey(key: string): string {
  const parts = /^((?:(?:ctrl|alt|shift)-)*)(.+)$/iu.exec(key.trim());
  const modifiers = (parts?.[1] ?? '').toLowerCase();
  const name = parts?.[2] ?? '';
  const order = ['ctrl-', 'alt-', 'shift-'].filter((modifier) => modifiers.includes(modifier));
  if (order.length === 0 && toGraphemes(name).length === 1) return name;
  return order.join('') + (ALSO_CALLED[name.toLowerCase()] ?? name.toLowerCase());
}

const ALSO_CALLED: Readonly<Record<string, string>> = {
  esc: 'escape',
  return: 'enter',
  del: 'delete',
  pgup: 'pageup',
  pgdn: 'pagedown',
  ins: 'insert',
};

/** What most terminals send for another key. */
const SAME: Readonly<Record<string, string>> = {
  'ctrl-i': 'tab',
  'ctrl-m': 'enter',
  'ctrl-h': 'backspace',
  'ctrl-[': 'escape',
};

/** Actions without which nobody gets out, or anywhere. */
const NEEDED: ReadonlySet<string> = new Set([
  'submit-or-newline',
  'interrupt',
  'menu-close',
  'search-cancel',
  'settings-close',
  'back',
]);

type Told = { readonly message: string; readonly hint?: string };

function problemOf({ context, action, keys }: KeyRemap, base: readonly Binding[]): Told | undefined {
  const contexts = new Set<string>(base.flatMap((binding) => binding.context));
  if (!contexts.has(context)) return { message: `keys has no part ${context}`, ...near(context, contexts) };
  const actions = base.filter((binding) => binding.context.some((each) => each === context)).map((each) => each.action);
  if (!actions.some((each) => each === action)) {
    return { message: `nothing in keys.${context} is called ${action}`, ...near(action, actions) };
  }
  if (keys.length === 0 && NEEDED.has(action)) return { message: `${action} needs a key` };
  return keys.map((key) => wrongKey(canonicalKey(key), context)).find((problem) => problem !== undefined);
}

function wrongKey(key: string, context: string): Told | undefined {
  const [, modifiers = '', name = ''] = /^((?:ctrl-|alt-|shift-)*)(.+)$/u.exec(key) ?? [];
  const same = SAME[key];
  if (same !== undefined) return { message: `a terminal sends ${same} for ${key}`, hint: `write ${same}` };
  if (toGraphemes(name).length === 1 || key === 'space') return wrongCharacter(modifiers, name, context);
  if (NAMED_KEYS.has(name)) return undefined;
  return { message: `no key is called ${key}`, ...near(name, NAMED_KEYS) };
}

/** A character is a key where nothing is typed; with Shift it is another character. */
function wrongCharacter(modifiers: string, name: string, context: string): Told | undefined {
  const lower = name.toLowerCase();
  if (modifiers === 'shift-') {
    const upper = name.toUpperCase();
    return {
      message: `a terminal sends ${upper} for shift-${name}`,
      ...(!TYPING.has(context) && { hint: `write ${upper}` }),
    };
  }
  const isTyped = modifiers === '' && TYPING.has(context);
  return isTyped ? { message: `${name} types itself`, hint: `write ctrl-${lower}, alt-${lower} or f5` } : undefined;
}

function near(name: string, names: Iterable<string>): { readonly hint?: string } {
  const found = nearest(name, names);
  return { hint: found === undefined ? `there is ${[...new Set(names)].join(', ')}` : `did you mean ${found}?` };
}

/** Leaves out a remap that gives a key to a second action of a context. */
function withoutClashes(remaps: readonly KeyRemap[], problems: KeyProblem[]): readonly KeyRemap[] {
  const taken = new Map<string, string>();
  return remaps.filter(({ context, action, keys, line }) => {
    const clash = keys.find((key) => (taken.get(`${context} ${key}`) ?? action) !== action);
    if (clash === undefined) for (const key of keys) taken.set(`${context} ${key}`, action);
    else {
      const first = taken.get(`${context} ${clash}`) ?? '';
      problems.push({ line, message: `${clash} in keys.${context} is given to ${first} and to ${action}` });
    }
    return clash === undefined;
  });
}

/** Gives an action of one context its new keys and takes them from the others of that context. */
function moveKeys(keymap: readonly Binding[], { context, action, keys }: KeyRemap): readonly Binding[] {
  return keymap.flatMap((binding) => {
    const here = binding.context.filter((each) => each === context);
    const rest = binding.action === action ? keys : binding.keys.filter((key) => !keys.includes(key));
    if (here.length === 0 || (binding.action !== action && rest.length === binding.keys.length)) return [binding];
    const elsewhere = binding.context.filter((each) => each !== context);
    const moved = { ...binding, context: here, keys: rest };
    return elsewhere.length === 0 ? [moved] : [{ ...binding, context: elsewhere }, moved];
  });
}

/** The first action that has no key any more, without the user's wish, and the remap that took it. */
function firstRobbed(
  remaps: readonly KeyRemap[],
  base: readonly Binding[],
  keymap: readonly Binding[],
): { readonly remap: KeyRemap; readonly problem: KeyProblem } | undefined {
  for (const { action, context, keys } of keymap) {
    if (keys.length > 0) continue;
    for (const each of context) {
      if (remaps.some((remap) => remap.action === action && remap.context === each)) continue;
      const had = base.find((binding) => binding.action === action && binding.context.includes(each))?.keys ?? [];
      const remap = remaps.findLast((one) => one.context === each && one.keys.some((key) => had.includes(key)));
      const key = remap?.keys.find((one) => had.includes(one));
      if (remap === undefined || key === undefined) continue;
      const message = `${key} in keys.${each} is ${action}, which would have no key beside ${remap.action}`;
      const hint = `give ${action} another key, or none: keys.${each}.${action}: none`;
      return { remap, problem: { line: remap.line, message, hint } };
    }
  }
  return undefined;
}

/** The first key of an action as it is shown; undefined where it has none. Without a context: where it is first a key. */
export function shownKey(
  action: Binding['action'],
  keymap: readonly Binding[],
  context?: KeyContext,
): string | undefined {
  const key = keymap.find(
    (binding) => binding.action === action && (context === undefined || binding.context.includes(context)),
  )?.keys[0];
  return key === undefined ? undefined : displayedKey(key).replace('Escape', 'Esc');
}

/** What keys do, in short: `Tab next`; those that no key does are left out. */
export function keyHints(
  does: readonly (readonly [Binding['action'], string])[],
  keymap: readonly Binding[],
  context?: KeyContext,
): readonly string[] {
  return does.flatMap(([action, what]) => {
    const key = shownKey(action, keymap, context);
    return key === undefined ? [] : [`${key} ${what}`];
  });
}
