const TAB = '  ';

/**
 * Text as the editor holds it: line ends are LF, a tab is two spaces, escape sequences (colours of a copied
 * screen) and all other control characters are gone, unpaired surrogates become U+FFFD.
 */
export function plainText(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return text
    .replace(ESCAPE_SEQUENCES, '')
    .replace(LINE_ENDS, '\n')
    .replaceAll('\t', TAB)
    .replace(CONTROLS, '')
    .toWellFormed();
}

const PRINTABLE_ASCII = /^[\x20-\x7e\n]*$/;
const LINE_ENDS = /\r\n?|[\u2028\u2029]/g;
// Control characters are what this file is about.
/* eslint-disable no-control-regex */
const ESCAPE_SEQUENCES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\))/g;
const CONTROLS = /[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff]/g;
/* eslint-enable no-control-regex */
