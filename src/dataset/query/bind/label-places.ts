import type { LabelsTerm, LabelWindow } from '../term.ts';
import { rankedAt, rankedBetween } from './ranked-labels.ts';

/** The label at a place, counted from 0, or from the end from -1 on; missing where there is none. */
export function labelAt(labels: LabelsTerm, place: number): LabelsTerm {
  if (labels.window !== undefined) return rankedAt(labels, place);
  const at = place < 0 ? { skip: -place - 1, limit: 1, fromEnd: true } : { skip: place, limit: 1, fromEnd: false };
  return { ...labels, single: true, each: true, where: null, window: { where: labels.where, ...at } };
}

/** The labels from a place up to another, as Python counts them. */
export function labelSlice(labels: LabelsTerm, from: number, to: number | null): LabelsTerm {
  const between = labels.window === undefined ? windowBetween(from, to) : undefined;
  if (between === undefined) return rankedBetween(labels, from, to);
  return { ...labels, each: true, where: null, window: { where: labels.where, ...between } };
}

type Places = Omit<LabelWindow, 'where'>;

function windowBetween(from: number, to: number | null): Places | undefined {
  return from < 0 ? fromTheEnd(from, to) : fromTheStart(from, to);
}

function fromTheStart(from: number, to: number | null): Places | undefined {
  if (to === null) return { skip: from, limit: null, fromEnd: false };
  if (to >= 0) return { skip: from, limit: Math.max(0, to - from), fromEnd: false };
  return from === 0 ? { skip: -to, limit: null, fromEnd: true } : undefined;
}

function fromTheEnd(from: number, to: number | null): Places | undefined {
  if (to === null) return { skip: 0, limit: -from, fromEnd: true };
  return to < 0 ? { skip: -to, limit: Math.max(0, to - from), fromEnd: true } : undefined;
}
