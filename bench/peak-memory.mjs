// node --import ./bench/peak-memory.mjs ... says its peak memory on stderr when it ends.
import { writeSync } from 'node:fs';

process.on('exit', () => {
  writeSync(2, `peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`);
});
