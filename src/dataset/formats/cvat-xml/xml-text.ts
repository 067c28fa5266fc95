/** What XML 1.0 cannot hold, even escaped: control characters, and the two last places of the first plane. */
const UNFIT = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser would make spaces of these in an attribute, and of a carriage return anywhere a line break.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A text as it stands in XML, between tags or in quotation marks; what XML cannot hold becomes U+FFFD. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(UNFIT, '\ufffd')
    .replaceAll(/[&<>"\t\n\r]/gu, (char) => ESCAPES[char] ?? char);
}

/** An opening tag with attributes, without its closing bracket; undefined ones are left out. */
export function openTag(name: string, attributes: Readonly<Record<string, string | number | undefined>>): string {
  const list = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return `<${name}${list.map(([key, value]) => ` ${key}="${xmlText(String(value))}"`).join('')}`;
}
