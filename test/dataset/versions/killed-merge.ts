import { spawn } from 'node:child_process';
import { once } from 'node:events';

const SRC = new URL('../../../src/dataset/', import.meta.url).href;

/** A program that merges `other` into `reef`; it prints a dot at each progress, and `done`. */
function merging(home: string): string {
  return `
    import { openLibrary } from ${JSON.stringify(`${SRC}library.ts`)};
    import { wholeDataset } from ${JSON.stringify(`${SRC}query/plan.ts`)};
    import { matchKey } from ${JSON.stringify(`${SRC}versions/match-key.ts`)};
    import { mergeDatasets } from ${JSON.stringify(`${SRC}versions/merge-datasets.ts`)};
    import { writeSync } from 'node:fs';
    const library = openLibrary({ home: ${JSON.stringify(home)}, reserved: new Set(), execPath: process.execPath, pid: process.pid });
    const job = { signal: new AbortController().signal, report: () => writeSync(1, '.\\n') };
    const dataset = await library.open('other', { runner: 'in-place' });
    const rules = { key: matchKey('path'), skipExisting: false, insertNew: true, fields: null, omitFields: new Set(), mergeLists: true,
      mergeEmbeddedDocs: false, overwrite: true, expandSchema: true, includeInfo: true, overwriteInfo: false };
    await mergeDatasets(library, 'reef', { dataset, plan: wholeDataset('other') }, { rules, statement: 'merge', job, planned: false });
    writeSync(1, 'done\\n');
    await new Promise(() => setInterval(() => undefined, 1000));
  `;
}

/** Kills a merge at its n-th progress, or when it has said that it is done. @returns whether it had */
export async function killedMerge(home: string, progress: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', merging(home)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
    if (said.split('.').length > progress || said.includes('done')) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return said.includes('done');
}
