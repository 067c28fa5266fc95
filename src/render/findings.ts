import { countFindings, type Finding } from '../output.ts';
import { cellWidth, padCells, truncate, wrapWords } from './cells.ts';
import { counted, formatCount } from '../dataset/model/counted.ts';
import { paint, type Role } from './paint.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';
import { cutMark } from './value.ts';

type Severity = Finding['severity'];
type Group = { readonly check: string; readonly severity: Severity; readonly findings: readonly Finding[] };

/**
 * Findings by severity and check, each with its place. A severity has a letter: E error, W warning, i info. Where there
 * are more than fit the cap, each group shows some and says how many it does not show.
 */
export function renderFindings({ findings, checked }: OutputOf<'findings'>, options: RenderOptions): string {
  const groups = groupFindings(findings);
  const each = Math.max(LEAST_SHOWN, Math.floor(options.maxRows / Math.max(1, groups.length)));
  const lines = groups.flatMap((group) => groupLines(group, each, options));
  return [...lines, ...summary(findings, checked, options), ''].join('\n');
}

const LEAST_SHOWN = 3;

const LETTERS: Readonly<Record<Severity, { letter: string; role: Role; rank: number }>> = {
  error: { letter: 'E', role: 'error', rank: 0 },
  warning: { letter: 'W', role: 'warning', rank: 1 },
  info: { letter: 'i', role: 'info', rank: 2 },
};

function groupFindings(findings: readonly Finding[]): Group[] {
  const groups = Map.groupBy(findings, ({ severity, check }) => `${severity} ${check}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [{ check: first.check, severity: first.severity, findings: group }];
    })
    .toSorted((a, b) => LETTERS[a.severity].rank - LETTERS[b.severity].rank);
}

function groupLines({ check, severity, findings }: Group, most: number, options: RenderOptions): string[] {
  const { letter, role } = LETTERS[severity];
  const shown = findings.length <= most ? findings : findings.slice(0, most);
  const hidden = countFindings(findings) - countFindings(shown);
  return [
    `${paint(letter, role, options)}  ${paint(sanitize(check), 'heading', options)}  ${counted(countFindings(findings), 'finding')}`,
    ...byMessage(shown).flatMap((same) => messageLines(same, options)),
    ...(hidden === 0 ? [] : [paint(`   and ${formatCount(hidden)} more`, 'dim', options)]),
  ];
}

/** Findings that say the same, together; in the order in which each is first said. */
function byMessage(findings: readonly Finding[]): (readonly Finding[])[] {
  return [...Map.groupBy(findings, ({ message, hint = '' }) => `${message}\n${hint}`).values()];
}

/** What was found and where, and below it what to do. */
function messageLines(same: readonly Finding[], options: RenderOptions): string[] {
  const hint = same[0]?.hint;
  const lines = foundLines(same, options);
  if (hint === undefined) return lines;
  const [first = '', ...rest] = wrapWords(sanitize(hint), Math.max(16, options.columns - 6));
  return [...lines, ...[`   ${options.unicode ? '→' : '>'}  ${first}`, ...rest.map((line) => `      ${line}`)]];
}

/** Message and place on one line where both fit; else the message wrapped, and the places, never cut, below it. */
function foundLines(same: readonly Finding[], options: RenderOptions): string[] {
  const message = sanitize(same[0]?.message ?? '');
  const places = same.map(placeOf).filter((place) => place !== '');
  const [only = ''] = places;
  const room = options.columns - 3;
  if (places.length === 1 && cellWidth(message) + 2 + cellWidth(only) <= room) {
    const column = Math.min(MESSAGE_COLUMN, room - 2 - cellWidth(only));
    return [`   ${padCells(message, column)}  ${paint(only, 'dim', options)}`];
  }
  const lines = wrapWords(message, Math.max(16, room)).map((line) => `   ${truncate(line, room, cutMark(options))}`);
  return [...lines, ...places.map((place) => `     ${paint(place, 'dim', options)}`)];
}

const MESSAGE_COLUMN = 40;

function placeOf({ where, sample, label }: Finding): string {
  if (where !== undefined) return sanitize(where);
  const names = [sample, label].filter((name) => name !== undefined).map(sanitize);
  return names.join(' ');
}

function summary(findings: readonly Finding[], checked: string, options: RenderOptions): string[] {
  const count = (severity: Severity) => countFindings(findings, severity);
  const parts = [
    count('error') > 0 ? counted(count('error'), 'error') : '',
    count('warning') > 0 ? counted(count('warning'), 'warning') : '',
    count('info') > 0 ? counted(count('info'), 'note') : '',
  ].filter((part) => part !== '');
  const verdict = parts.length === 0 ? paint('ok', 'good', options) : parts.join(', ');
  return wrapWords(checked === '' ? verdict : `${verdict}; checked ${sanitize(checked)}`, options.columns);
}
