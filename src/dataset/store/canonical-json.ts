import type { Json } from '../model/label.ts';

/** JSON text without spaces and with keys sorted by UTF-16 units, so that equal values have equal texts. */
export function canonicalJson(value: Json | undefined): string {
  if (value === null || value === undefined || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  let text = '';
  for (const key of Object.keys(value).sort()) {
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(value[key])}`;
  }
  return `{${text}}`;
}

function isArray(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
