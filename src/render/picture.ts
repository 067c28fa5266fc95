import { wrapWords } from './cells.ts';
import { describePicture } from './describe-picture.ts';
import { captionLine, legendLines, stylesOf } from './legend.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';

/**
 * A picture where none can be drawn: its caption, its classes with their counts, and what lies where in a sentence.
 * Pixels are drawn by `image/render-picture.ts`, which is loaded only where it is needed.
 */
export function renderPictureText({ picture }: OutputOf<'picture'>, options: RenderOptions): string {
  const sentence = describePicture(picture.sample);
  if (options.screenReader === true) return `${sentence}\n`;
  return [
    captionLine(picture, options),
    ...legendLines(picture, stylesOf(picture), options),
    ...wrapWords(sentence, options.columns),
    '',
  ].join('\n');
}
