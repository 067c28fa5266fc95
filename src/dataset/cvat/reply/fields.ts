import { UserError } from '../../../diagnostics.ts';

/** An object of an answer, and what it is, for messages: `task 12`. */
export type Fields = { readonly where: string; readonly values: Readonly<Record<string, unknown>> };

/** The object. @throws UserError `invalid` for anything else */
export function fieldsOf(value: unknown, where: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { where, values: value as Readonly<Record<string, unknown>> };
  }
  throw badReply(`${where} is no object`);
}

/** The list; missing counts as empty. @throws UserError `invalid` for anything else */
export function listIn({ where, values }: Fields, name: string): readonly unknown[] {
  const value = values[name] ?? [];
  if (Array.isArray(value)) return value;
  throw badReply(`${where}: ${name} is no list`);
}

/** The whole number from 0 on. @throws UserError `invalid` for anything else */
export function countIn(fields: Fields, name: string): number {
  return countOr(fields, name, undefined);
}

/** The whole number from 0 on; `fallback` where it is missing or null, unless that is undefined. @throws UserError `invalid` */
export function countOr<T>({ where, values }: Fields, name: string, fallback: T): number | Exclude<T, undefined> {
  const value = values[name] ?? fallback;
  if (value === fallback && fallback !== undefined) return fallback as Exclude<T, undefined>;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw badReply(`${where}: ${name} is no number from 0`);
}

/** The text. @throws UserError `invalid` for anything else */
export function textIn({ where, values }: Fields, name: string): string {
  const value = values[name];
  if (typeof value === 'string') return value;
  throw badReply(`${where}: ${name} is no text`);
}

/** The text, or `fallback` where it is missing or null. @throws UserError `invalid` for anything else */
export function textOr<T>(fields: Fields, name: string, fallback: T): string | T {
  const value = fields.values[name];
  return value === undefined || value === null ? fallback : textIn(fields, name);
}

/** The list of whole numbers from 0 on; missing or null counts as empty. @throws UserError `invalid` */
export function countsIn(fields: Fields, name: string): readonly number[] {
  const list = listIn(fields, name);
  if (list.every((value) => Number.isSafeInteger(value) && Number(value) >= 0)) return list as readonly number[];
  throw badReply(`${fields.where}: ${name} has something else than whole numbers`);
}

/** The error for an answer that is not as CVAT's are. */
export function badReply(what: string): UserError {
  return new UserError('invalid', `the server's answer is not what CVAT sends: ${what}`, {
    hint: 'check the address and the version of the server (Quadrat knows CVAT 2.15 and later)',
  });
}
