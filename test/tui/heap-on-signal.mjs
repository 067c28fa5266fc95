// node --expose-gc --import ./heap-on-signal.mjs ... adds a line to $HEAP_FILE whenever it gets a SIGUSR2: its memory, as JSON.
import { appendFileSync } from 'node:fs';

process.on('SIGUSR2', () => {
  globalThis.gc();
  appendFileSync(process.env.HEAP_FILE, `${JSON.stringify(process.memoryUsage())}\n`);
});
