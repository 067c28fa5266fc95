import type { RenderOptions } from '../render/render-options.ts';
import type { Invocation } from './argv.ts';
import type { Host } from './host.ts';

/** How text looks on one of the host's streams: its width, colours and characters. */
export function lookOf(
  { env, ...streams }: Pick<Host, 'env' | 'stdout' | 'stderr'>,
  stream: 'stdout' | 'stderr',
  colour: Invocation['colour'],
): RenderOptions {
  const { isTTY = false, columns } = streams[stream];
  return {
    columns: columns ?? (Number(env['COLUMNS']) || (isTTY ? 80 : 160)),
    colour: colour === 'never' || !isTTY || (env['NO_COLOR'] ?? '') !== '' ? 0 : 2,
    unicode: true,
    theme: 'dark',
    maxRows: isTTY ? 40 : 1000,
    screenReader: env['INK_SCREEN_READER'] === 'true',
  };
}
