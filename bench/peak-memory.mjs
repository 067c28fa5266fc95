// node --import ./bench/peak-memory.mjs ... says its peak memory and processor time on stderr when it ends.
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

process.on('exit', () => {
  if (!isMainThread) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const seconds = (userCPUTime + systemCPUTime) / 1e6;
  writeSync(2, `peak ${Math.round(maxRSS / 1024)} MB, processor ${seconds.toFixed(2)} s\n`);
});
