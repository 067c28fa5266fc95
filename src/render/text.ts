import type { OutputOf } from './render-options.ts';
import { sanitizeLines } from './sanitize.ts';

/** Text as it is, safe to print. */
export function renderText({ text }: OutputOf<'text'>): string {
  const safe = sanitizeLines(text);
  return safe.endsWith('\n') ? safe : `${safe}\n`;
}
