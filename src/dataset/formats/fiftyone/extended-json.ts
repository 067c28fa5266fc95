import type { Json } from '../../model/label.ts';
import { isObject, type JsonObject } from '../../model/json-value.ts';

/**
 * MongoDB's extended JSON, as pymongo writes it: `{"$oid"}`, `{"$date"}` (ISO text, or milliseconds in older versions),
 * `{"$numberDouble": "NaN"}` and the like stand for what JSON lacks. Everything else is itself.
 */

/** The 24 hex digits of an object id, in lower case; undefined for anything else. */
export function objectIdIn(value: Json | undefined): string | undefined {
  const text = isObject(value) ? value['$oid'] : undefined;
  return typeof text === 'string' && OBJECT_ID.test(text) ? text.toLowerCase() : undefined;
}

/** The moment of a date; undefined for anything else, also for a date that cannot be. */
export function dateIn(value: Json | undefined): Date | undefined {
  const given = isObject(value) ? value['$date'] : undefined;
  if (given === undefined) return undefined;
  const moment = typeof given === 'string' ? momentOf(given) : numberIn(given);
  const date = new Date(moment ?? NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A number, also NaN and infinities; undefined for anything else. */
export function numberIn(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (!isObject(value)) return undefined;
  for (const key of NUMBERS) {
    const text = value[key];
    if (typeof text === 'string') return numberOfText(text);
  }
  return undefined;
}

/** The bytes of a binary value as base64; undefined for anything else. */
export function binaryIn(value: Json | undefined): string | undefined {
  const binary = isObject(value) ? value['$binary'] : undefined;
  const text = isObject(binary) ? binary['base64'] : binary;
  return typeof text === 'string' && BASE64.test(text) ? text : undefined;
}

/**
 * A value without extended JSON: ids are hex digits, dates ISO texts in UTC with milliseconds, numbers numbers; what is not
 * finite is null. `replaced` hears of the ids, dates and numbers that became a text or null. Binary values stay as they stand.
 */
export function plainJson(value: Json, replaced: (value: string | number) => void): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.some(isBranch) ? value.map((item) => plainJson(item, replaced)) : value;
  const scalar = scalarOf(value);
  if (scalar === undefined) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainJson(item, replaced)]));
  }
  if (typeof scalar === 'number' && Number.isFinite(scalar)) return scalar;
  replaced(scalar);
  return typeof scalar === 'number' ? null : scalar;
}

const OBJECT_ID = /^[0-9a-f]{24}$/i;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?$/;
const NUMBERS = ['$numberDouble', '$numberLong', '$numberInt', '$numberDecimal'] as const;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Milliseconds; without a zone it is UTC, as FiftyOne stores it. */
function momentOf(text: string): number | undefined {
  if (!ISO.test(text)) return undefined;
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}

function numberOfText(text: string): number | undefined {
  if (text === 'NaN' || text === 'Infinity' || text === '-Infinity') return Number(text);
  return NUMBER.test(text) ? Number(text) : undefined;
}

/** What an object of one member stands for; undefined where it is an object. */
function scalarOf(value: JsonObject): string | number | undefined {
  const keys = Object.keys(value);
  if (keys.length !== 1 || keys[0]?.startsWith('$') !== true) return undefined;
  if (typeof value['$uuid'] === 'string') return value['$uuid'];
  return objectIdIn(value) ?? dateIn(value)?.toISOString() ?? numberIn(value);
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

function isBranch(value: Json): boolean {
  return typeof value === 'object' && value !== null;
}
