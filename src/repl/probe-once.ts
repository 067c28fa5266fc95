import { decodeKeys, INITIAL_KEYS } from './input/keys.ts';
import type { Host } from './host.ts';
import { createLinkProbe } from './link-probe.ts';

/** Times the terminal's answer where no screen is open. What is typed meanwhile is not kept. */
export async function probeOnce({ stdin, stdout, now, env }: Host): Promise<number | undefined> {
  if (stdin.isTTY !== true || stdout.isTTY !== true || !('setRawMode' in stdin) || env['TERM'] === 'dumb')
    return undefined;
  const probe = createLinkProbe(now);
  probe.connect((text) => stdout.write(text));
  let state = INITIAL_KEYS;
  const hear = (chunk: Buffer | string): void => {
    const decoded = decodeKeys(state, chunk.toString());
    state = decoded.state;
    probe.hear(decoded.events);
  };
  stdin.setRawMode(true);
  stdin.on('data', hear);
  stdin.resume();
  try {
    return await probe.measure();
  } finally {
    stdin.off('data', hear);
    stdin.pause();
    stdin.setRawMode(false);
  }
}
