import type { Picture } from '../output.ts';
import { renderOutput } from '../render/index.ts';
import type { RenderOptions } from '../render/render-options.ts';

/** A picture with its outlines as text for this terminal. */
export function drawPicture(picture: Picture, look: RenderOptions): Promise<string> {
  return Promise.resolve(renderOutput({ kind: 'picture', picture }, look));
}
