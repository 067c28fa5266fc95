import { paint } from '../../render/paint.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';

/** What the shell says when it opens: which version, on which dataset, and how to go on. */
export function bannerText(version: string, dataset: string | undefined, look: RenderOptions): string {
  const name = paint(`quadrat ${version}`, 'heading', look);
  const open = dataset === undefined ? '' : `  ${sanitize(dataset)}`;
  const keys = look.columns < 60 ? '? help  Tab completes' : '? help   Tab completes   F1 explains   Ctrl-D leaves';
  return `${name}${open}\n${paint(keys, 'dim', look)}\n`;
}
