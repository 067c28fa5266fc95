import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rgb } from '../../media/encode-index-png.ts';
import type { Json } from '../../model/label.ts';
import type { Background, OnTop } from '../define-format.ts';
import { isObject, listOf } from '../../model/json-value.ts';
import { maskPalette } from './palette.ts';

/** Name of the file beside the masks that says what their values mean. */
export const CLASSES_JSON = 'classes.json';

/** What the values of masks mean. */
export type MaskClasses = { readonly names: readonly string[]; readonly background: Background };

/** The value that pixels of a class have. */
export function valueOf(index: number, background: Background): number {
  return background === 0 ? index + 1 : index;
}

/** Number of the class that a value stands for, from 0; it may be beyond the list. Undefined for the background. */
export function classOf(value: number, background: Background): number | undefined {
  // 255 is what trainers ignore, also where 0 is background.
  if (value === background || value === 255) return undefined;
  return background === 0 ? value - 1 : value;
}

/**
 * The text of `classes.json`: classes in order, the value of the first, the background, the colours of the classes and
 * MMSegmentation's `reduce_zero_label` for masks like these.
 */
export function classesJson({ names, background }: MaskClasses, onTop: OnTop): string {
  const palette = maskPalette(background);
  const content = {
    classes: names,
    first_value: valueOf(0, background),
    background,
    ignore_index: 255,
    reduce_zero_label: background === 0,
    palette: names.map((_, i): Rgb => palette[valueOf(i, background)] ?? [0, 0, 0]),
    on_top: onTop,
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

/** What `classes.json` in a folder says; null where there is none; a sentence where it cannot be used. */
export async function readClassesFile(folder: string): Promise<MaskClasses | string | null> {
  const file = join(folder, CLASSES_JSON);
  const size = await stat(file).then(
    (status) => status.size,
    () => null,
  );
  if (size === null) return null;
  if (size > LARGEST) return 'larger than 16 MB: not read';
  try {
    return classesIn(JSON.parse(await readFile(file, 'utf8')) as Json);
  } catch {
    return 'is no JSON, or cannot be read';
  }
}

const LARGEST = 16_000_000;

function classesIn(content: Json): MaskClasses | string {
  const names = isObject(content) ? listOf(content['classes']) : undefined;
  const background = isObject(content) ? content['background'] : undefined;
  if (names === undefined || !names.every((name) => typeof name === 'string')) return 'has no list "classes" of names';
  if (background !== 0 && background !== 255) return '"background" is neither 0 nor 255';
  if (names.length > MOST_CLASSES[background]) return 'has more classes than masks have values';
  return { names, background };
}

/** 255 is never a class: trainers ignore it. */
export const MOST_CLASSES: Readonly<Record<Background, number>> = { 0: 254, 255: 255 };
