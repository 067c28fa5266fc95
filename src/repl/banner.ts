import { cellWidth, truncate } from '../render/cells.ts';
import { counted } from '../dataset/model/counted.ts';
import { paint } from '../render/paint.ts';
import type { Binding } from './input/keymap.ts';
import { keyHints } from './input/remap-keys.ts';
import type { RenderOptions } from '../render/render-options.ts';
import { sanitize } from '../render/sanitize.ts';
import type { Start, StartFact } from './start.ts';

const KEYS = [
  ['complete', 'completes'],
  ['help', 'explains'],
  ['end-of-input', 'leaves'],
] as const;

/** What the shell says when it opens: which version, on which dataset, what changes what one does next, and how to go on. */
export function bannerText(version: string, start: Start, look: RenderOptions, keymap: readonly Binding[]): string {
  const head = headLines(version, start, look);
  const facts = start.facts.slice(0, MOST - head.length).map((fact) => factLine(fact, look));
  const hints = ['? help', ...keyHints(KEYS, keymap)];
  const keys = look.columns < 60 ? hints.slice(0, 2).join('  ') : hints.join('   ');
  const lines = [...head, ...facts];
  if (lines.length < MOST) lines.push(paint(truncate(keys, look.columns), 'dim', look));
  return `${lines.join('\n')}\n`;
}

/** Lines in all; where there is much to tell, the keys are left out. */
const MOST = 4;

function headLines(version: string, { dataset, glance }: Start, look: RenderOptions): string[] {
  const program = `quadrat ${version}`;
  const name = dataset === undefined ? '' : `  ${sanitize(dataset)}`;
  const first = paint(program, 'heading', look) + truncate(name, Math.max(0, look.columns - program.length));
  if (glance === undefined) return [first];
  const { samples, labels, classes } = glance;
  const counts = `${counted(samples, 'sample')}  ${counted(labels, 'label')}  ${counted(classes, 'class', 'classes')}`;
  if (program.length + cellWidth(name) + 2 + counts.length <= look.columns) return [`${first}  ${counts}`];
  return [first, truncate(counts, look.columns)];
}

function factLine({ text, outcome, next }: StartFact, look: RenderOptions): string {
  const arrow = look.unicode ? '→' : '->';
  const mark = look.unicode ? '…' : '...';
  const went = outcome === undefined ? '' : truncate(`: ${sanitize(outcome)}`, look.columns - LEAST_TEXT, mark);
  const end = next === '' ? '' : `  ${arrow} ${next}`;
  const said = truncate(sanitize(text), Math.max(LEAST_TEXT, look.columns - cellWidth(went + end)), mark);
  return `${said}${went}${next === '' ? '' : `  ${arrow} ${paint(next, 'heading', look)}`}`;
}

/** Cells of a fact that are left of it however long its outcome is. */
const LEAST_TEXT = 8;
