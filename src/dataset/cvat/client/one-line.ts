const LONGEST = 300;

/**
 * What a refusal says, as one line without control characters: the text of JSON in any of the shapes of CVAT, a plain
 * sentence, or '' for a web page.
 */
export function oneLine(body: string, contentType: string): string {
  return clean(contentType.includes('json') ? fromJson(body) : fromText(body));
}

function fromJson(body: string): string {
  try {
    return flatten(JSON.parse(body), '').join('; ');
  } catch {
    return '';
  }
}

/** Sentences of nested lists and objects; a key is told unless it is one of those that say nothing. */
function flatten(value: unknown, key: string): string[] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return [key === '' || SILENT.has(key) ? String(value) : `${key}: ${String(value)}`];
  }
  if (Array.isArray(value)) return value.flatMap((item) => flatten(item, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => flatten(item, name));
}

const SILENT: ReadonlySet<string> = new Set(['detail', 'non_field_errors', 'message']);

function fromText(body: string): string {
  return /<\s*(?:!doctype|html|head|body)/iu.test(body) ? '' : body;
}

function clean(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
