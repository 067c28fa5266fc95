import type { Json } from '../../model/label.ts';
import type { FieldValue } from '../../model/sample.ts';
import type { AttributeType, FieldType, ValueField } from '../../model/schema.ts';
import { isObject, listOf } from '../../model/json-value.ts';
import { dateIn, numberIn, objectIdIn, plainJson } from './extended-json.ts';
import { type Place, refuse, tell, within } from './place.ts';

/**
 * The value of a declared field; not null. A number that is not finite stays so, dates are `Date`.
 * @throws UserError `invalid` with the place, where the value is of another type than declared, or a list holds a null
 */
export function readValue(value: Json, { type, element }: ValueField, place: Place): FieldValue {
  if (type === 'list') return listIn(value, element, place);
  return READERS[type](value, place) ?? refuseType(value, type, place);
}

type Reader = (value: Json, place: Place) => FieldValue | undefined;

const READERS: Readonly<Record<Exclude<FieldType, 'list'>, Reader>> = {
  int: intIn,
  float: numberIn,
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  string: textIn,
  date: dateIn,
  dict: (value, place) => (isObject(value) ? freeJson(value, place) : undefined),
};

/** A value of a field that is not declared: what it looks like. */
export function readUndeclared(value: Json, place: Place): FieldValue {
  const plain = dateIn(value) ?? numberIn(value);
  return plain ?? freeJson(value, place);
}

/** Plain JSON of a value. Numbers in it that are not finite are null, dates and ids texts, and both are counted. */
export function freeJson(value: Json, place: Place): Json {
  return plainJson(value, (replaced) => {
    if (typeof replaced === 'number') tell(place, 'dropped', NOT_FINITE);
    else tell(place, 'noted', 'dates and ids inside labels, lists and objects, kept as texts');
  });
}

/** Why a number of a label or an object is missing after an import. */
export const NOT_FINITE = 'numbers of labels, lists and objects that are NaN or infinite (null was stored)';

/**
 * A list of texts.
 * @throws UserError `invalid` with the place: FiftyOne itself cannot load a sample with a null in such a list
 */
export function textsIn(value: Json | undefined, place: Place): readonly string[] {
  const list = listOf(value);
  if (list === undefined) return refuse(place, `this should be a list of texts, and is ${describe(value)}`);
  for (const [i, item] of list.entries()) {
    if (typeof item !== 'string') refuse(place, `element ${String(i)} is ${describe(item)}, not a text`);
  }
  return list as readonly string[];
}

/** Notes where an attribute is not of its declared type: its type is then what is seen. */
export function checkAttribute(value: Json, declared: AttributeType, place: Place): void {
  if (value === null || isOfType(value, declared)) return;
  tell(place, 'noted', 'attributes that are not of the type that metadata.json declares, kept as they are');
}

function isOfType(value: Json, type: AttributeType): boolean {
  switch (type) {
    case 'int':
      return Number.isSafeInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'bool':
      return typeof value === 'boolean';
    case 'string':
    case 'date':
      return typeof value === 'string';
    case 'list':
      return Array.isArray(value);
    case 'dict':
      return isObject(value);
    case 'mixed':
      return true;
  }
}

function intIn(value: Json, place: Place): number | undefined {
  const number = numberIn(value);
  if (number === undefined || !Number.isInteger(number)) return undefined;
  if (Number.isSafeInteger(number)) return number;
  return refuse(place, `${String(number)} is a whole number too large to be kept exactly`);
}

function textIn(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  const uuid = isObject(value) ? value['$uuid'] : undefined;
  return typeof uuid === 'string' ? uuid : objectIdIn(value);
}

function listIn(value: Json, element: FieldType | undefined, place: Place): readonly Json[] {
  const list = listOf(value);
  if (list === undefined) return refuseType(value, 'list', place);
  if (element === undefined) return list.map((item) => freeJson(item, place));
  return list.map((item, i) => elementIn(item, element, within(place, `element ${String(i)}`)));
}

function elementIn(value: Json, element: FieldType, place: Place): Json {
  const read = value === null ? refuseType(value, element, place) : readValue(value, elementField(element), place);
  if (read instanceof Date) return read.toISOString();
  return typeof read === 'number' ? freeJson(numberJson(read), place) : read;
}

function elementField(type: FieldType): ValueField {
  return { kind: 'value', name: '', type };
}

/** NaN and infinities as they stood, for `freeJson` to count. */
function numberJson(value: number): Json {
  return Number.isFinite(value) ? value : { $numberDouble: String(value) };
}

function refuseType(value: Json, type: FieldType, place: Place): never {
  return refuse(place, `${describe(value)} where metadata.json declares ${type}`);
}

const LONGEST = 40;

function describe(value: Json | undefined): string {
  const text = JSON.stringify(value ?? null);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`;
}
