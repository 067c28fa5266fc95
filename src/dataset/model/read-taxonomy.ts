import { UserError } from '../../diagnostics.ts';
import { givenClasses } from './class-map.ts';
import { nearest } from './nearest.ts';
import type { Rest, Taxonomy } from './taxonomy.ts';

/** Where it comes from, for messages: `coral.yaml`, and with a key its line, `coral.yaml:12`. */
export type Origin = { readonly name: string; readonly at: (key?: string) => string };

/** The keys of a taxonomy in a file or in a statement. */
const KEYS = ['name', 'description', 'classes', 'map', 'default', 'unmapped', 'announced'];

/** Words that say what becomes of the rest, and that are therefore no names of classes there. */
const POLICIES: readonly unknown[] = ['error', 'keep', 'drop'] satisfies Rest[];

/** A statement holds it all: two values a class, in each label field. */
const MOST_CLASSES = 2_000;

type Entries = Readonly<Record<string, unknown>>;

/**
 * The taxonomy that a file or an object says. Keys: `map` (old class to new class, or to null: its labels go), `classes` (the
 * new ones in order; default: as the map names them first), `default` (a class for the rest, or null) or `unmapped` (`error`,
 * `keep`, `drop` or a class), `name`, `description`, `announced` (how many classes it is said to have).
 *
 * @throws UserError `invalid`, naming place and key
 */
export function taxonomyFrom(value: unknown, origin: Origin): Taxonomy {
  if (!isEntries(value)) throw invalid(origin, 'is no taxonomy', 'write map: and below it, a line each, old: new');
  checkKeys(value, origin);
  const map = mapIn(value, origin);
  const rest = restIn(value, origin);
  const stated = classesIn(value, origin);
  const targets = [...map.values(), typeof rest === 'object' ? rest.to : null].filter((to) => to !== null);
  const classes = stated ?? [...new Set(targets)];
  if (stated !== null) checkTargets(map, rest, { classes, origin });
  return {
    name: textIn(value, 'name', origin) ?? origin.name,
    description: textIn(value, 'description', origin),
    classes,
    map,
    rest,
    announced: numberIn(value, 'announced', origin),
  };
}

/**
 * The taxonomy with another answer to what becomes of the rest. A class that it does not have yet becomes its last.
 *
 * @throws UserError `bad-argument` for what looks like a mistyped class
 */
export function withRest(taxonomy: Taxonomy, unmapped: string | undefined): Taxonomy {
  if (unmapped === undefined) return taxonomy;
  if (isPolicy(unmapped)) return { ...taxonomy, rest: unmapped };
  const { classes } = taxonomy;
  const rest = { to: unmapped };
  if (classes.includes(unmapped)) return { ...taxonomy, rest };
  const near = unmapped === '' ? 'drop' : nearest(unmapped, [...classes, 'error', 'keep', 'drop']);
  if (near === undefined) return { ...taxonomy, rest, classes: [...classes, unmapped] };
  throw new UserError('bad-argument', `${taxonomy.name} has no class ${JSON.stringify(unmapped)}`, {
    hint: `did you mean ${near}? unmapped is error, keep, drop or a class`,
  });
}

function checkKeys(value: Entries, origin: Origin): void {
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key));
  if (unknown === undefined) return;
  const near = nearest(unknown, KEYS);
  throw invalid(
    origin,
    `has an unknown key ${JSON.stringify(unknown)}`,
    near === undefined ? `keys are ${KEYS.join(', ')}; classes stand below map:` : `did you mean ${near}?`,
    unknown,
  );
}

function mapIn(value: Entries, origin: Origin): ReadonlyMap<string, string | null> {
  const given = own(value, 'map');
  if (!isEntries(given)) {
    throw invalid(
      origin,
      'needs a map from old to new classes',
      'write map: and below it, a line each, old: new',
      'map',
    );
  }
  const entries = Object.entries(given);
  if (entries.length > MOST_CLASSES) throw tooMany(origin, 'map');
  for (const [from, to] of entries) {
    if (from === '') throw invalid(origin, 'names a class without a name', 'a class has at least one character', 'map');
    if (to !== null && (typeof to !== 'string' || to === '')) throw notAClass(to, from, origin);
  }
  return new Map(entries as [string, string | null][]);
}

function restIn(value: Entries, origin: Origin): Rest {
  const [other, unmapped] = [own(value, 'default'), own(value, 'unmapped')];
  if (other !== undefined && unmapped !== undefined) {
    throw invalid(origin, 'says twice what becomes of the rest', 'keep either default or unmapped', 'default');
  }
  if (other === undefined) return unmapped === undefined ? 'error' : policyIn(unmapped, origin);
  if (other === null) return 'drop';
  if (isPolicy(other)) {
    throw invalid(origin, `default is a class, and ${other} is not one`, `write unmapped: ${other}`, 'default');
  }
  return { to: classNamed(other, 'default', origin) };
}

function policyIn(unmapped: unknown, origin: Origin): Rest {
  return isPolicy(unmapped) ? unmapped : { to: classNamed(unmapped, 'unmapped', origin) };
}

function classNamed(value: unknown, key: string, origin: Origin): string {
  if (typeof value !== 'string' || value === '') throw notAClass(value, key, origin);
  return value;
}

function classesIn(value: Entries, origin: Origin): readonly string[] | null {
  const given = own(value, 'classes');
  if (given === undefined) return null;
  if (!Array.isArray(given)) throw invalid(origin, 'classes is no list', 'write classes: [first, second]', 'classes');
  const odd: unknown = given.find((name) => typeof name !== 'string');
  if (odd !== undefined) throw notAClass(odd, 'classes', origin);
  if (given.length > MOST_CLASSES) throw tooMany(origin, 'classes');
  try {
    return givenClasses(given as string[]).names;
  } catch (error) {
    if (error instanceof UserError) throw invalid(origin, error.message, 'name each class once', 'classes');
    throw error;
  }
}

type Listed = { readonly classes: readonly string[]; readonly origin: Origin };

function checkTargets(map: ReadonlyMap<string, string | null>, rest: Rest, { classes, origin }: Listed): void {
  const known = new Set(classes);
  for (const [key, to] of [...map, ['default', typeof rest === 'object' ? rest.to : null] as const]) {
    if (to === null || known.has(to)) continue;
    const near = nearest(to, classes);
    const hint = near === undefined ? `add ${to} to classes, which says their order` : `did you mean ${near}?`;
    throw invalid(origin, `${key} becomes ${to}, which is not among its classes`, hint, key);
  }
}

function textIn(value: Entries, key: string, origin: Origin): string | null {
  const text = own(value, key) ?? null;
  if (text === null || (typeof text === 'string' && text !== '')) return text;
  throw invalid(origin, `${key} is no text`, 'write it in quotes', key);
}

function numberIn(value: Entries, key: string, origin: Origin): number | null {
  const number = own(value, key) ?? null;
  if (number === null || (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0)) return number;
  throw invalid(origin, `${key} is no whole number`, 'leave it out, or say how many classes there are', key);
}

function isPolicy(value: unknown): value is 'error' | 'keep' | 'drop' {
  return POLICIES.includes(value);
}

function isEntries(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: Entries, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function notAClass(value: unknown, key: string, origin: Origin): UserError {
  const isOther = typeof value === 'number' || typeof value === 'boolean';
  const shown = isOther ? String(value) : value === '' ? 'an empty text' : value === null ? 'null' : 'a list or a map';
  const hint = isOther ? `write it in quotes: "${shown}"` : 'write the name of a class';
  return invalid(origin, `${JSON.stringify(key)} has ${shown} where the name of a class is needed`, hint, key);
}

function tooMany(origin: Origin, key: string): UserError {
  return invalid(origin, `has more than ${String(MOST_CLASSES)} classes`, 'divide it', key);
}

function invalid(origin: Origin, message: string, hint: string, key?: string): UserError {
  return new UserError('invalid', `${origin.at(key)}: ${message}`, { hint });
}
