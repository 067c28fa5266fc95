import type { Picture } from '../output.ts';
import type { Capability } from '../render/image/capability.ts';
import type { RenderOptions } from '../render/render-options.ts';

/** Where pictures are drawn. */
export type PictureTerminal = {
  /** What it can show now: settings change it. */
  readonly capability: () => Capability;
  /** Rows of the terminal now. */
  readonly rows: () => number;
};

/** Draws pictures with their outlines as text for one terminal. What decodes them is loaded with the first. */
export function pictureDrawer({
  capability,
  rows,
}: PictureTerminal): (picture: Picture, look: RenderOptions) => Promise<string> {
  let serial = 0;
  return async (picture, look) => {
    const { renderPicture } = await import('../render/image/render-picture.ts');
    const { protocol, cell, tmux } = capability();
    return renderPicture(picture, { ...look, protocol, cell, tmux, rows: rows(), serial: serial++ });
  };
}
