import { type Capability, capabilityOf } from '../render/image/capability.ts';
import type { RenderOptions } from '../render/render-options.ts';
import type { Invocation } from './argv.ts';
import type { Host } from './host.ts';

type Streams = Pick<Host, 'env' | 'stdout' | 'stderr'>;

/** How text looks on one of the host's streams: its width, colours and characters. */
export function lookOf(host: Streams, stream: 'stdout' | 'stderr', colour: Invocation['colour']): RenderOptions {
  const { env } = host;
  const { isTTY = false, columns } = host[stream];
  const { colour: level, unicode, theme } = capabilityFor(host, stream, colour);
  return {
    columns: columns ?? (Number(env['COLUMNS']) || (isTTY ? 80 : 160)),
    colour: level,
    unicode,
    theme,
    maxRows: isTTY ? 40 : 1000,
    screenReader: env['INK_SCREEN_READER'] === 'true',
  };
}

/** What can be shown on a stream, by what the environment says. */
export function capabilityFor(host: Streams, stream: 'stdout' | 'stderr', colour: Invocation['colour']): Capability {
  const wishes = colour === 'auto' ? {} : { colour };
  return capabilityOf({ env: host.env, terminal: host[stream].isTTY === true, wishes, replies: {} });
}
