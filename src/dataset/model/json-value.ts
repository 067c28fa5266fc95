import type { Json } from './label.ts';

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** True for an object that is neither null nor a list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list, or undefined for anything else. */
export function listOf(value: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}

/** The list if all of it is finite numbers, else undefined. */
export function numbersOf(value: Json | undefined): readonly number[] | undefined {
  const list = listOf(value);
  if (list === undefined) return undefined;
  for (const item of list) if (!Number.isFinite(item)) return undefined;
  return list as readonly number[];
}

/** The finite number, or null for anything else. */
export function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The text, or null for anything else. */
export function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** A size in pixels: a whole number from 1, else null. */
export function pixelsOf(value: Json | undefined): number | null {
  return Number.isSafeInteger(value) && typeof value === 'number' && value > 0 ? value : null;
}

/** True for an id: a whole number or a text. */
export function isId(value: Json | undefined): value is number | string {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

/** True for null and undefined. */
export function isMissing(value: Json | undefined): value is null | undefined {
  return value === null || value === undefined;
}
