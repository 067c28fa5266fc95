import { paint } from '../render/paint.ts';
import type { RenderOptions } from '../render/render-options.ts';
import type { Run } from './host.ts';
import type { Start } from './start.ts';
import { bannerText } from './banner.ts';
import { promptHeads } from './prompt-text.ts';
import { VERSION } from './version.ts';

/**
 * Writes the banner and an empty prompt before the screen is loaded, which draws the prompt in the place of this one. What is
 * typed meanwhile waits in the terminal, unseen. The function returned gives the terminal back.
 */
export function paintFirst({ stdin, stdout, settings }: Run, start: Start, look: RenderOptions): () => void {
  const raw = (on: boolean): void => {
    if ('setRawMode' in stdin) stdin.setRawMode(on);
  };
  raw(true);
  const { head } = promptHeads(start.dataset, look.columns);
  // A screen reader would say it twice.
  const prompt = look.screenReader === true ? '' : paint(head, 'info', look);
  stdout.write(bannerText(VERSION, start, look, settings.keymap()) + prompt);
  return () => {
    raw(false);
  };
}
