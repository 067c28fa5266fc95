import { spawn } from 'node:child_process';
import { once } from 'node:events';

const LIBRARY = new URL('../../src/dataset/library.ts', import.meta.url).href;
const PLAN = new URL('../../src/dataset/query/plan.ts', import.meta.url).href;

/**
 * A program that tags, untags, deletes and takes back for ever; it prints the number of each change that
 * is done, and a dot at each progress on the way.
 */
function editor(home: string, dataset: string): string {
  return `
    import { openLibrary } from ${JSON.stringify(LIBRARY)};
    import { wholeDataset } from ${JSON.stringify(PLAN)};
    import { writeSync } from 'node:fs';
    const library = openLibrary({ home: ${JSON.stringify(home)}, reserved: new Set(), execPath: process.execPath, pid: process.pid });
    const job = { signal: new AbortController().signal, report: () => writeSync(1, '.\\n') };
    const reef = ${JSON.stringify(dataset)};
    const all = wholeDataset(reef);
    for (let n = 1; ; n++) {
      const statement = 'change ' + n;
      await library.change(reef, { statement, job }, async (edit) => {
        await edit.tagSamples(all, [statement]);
        if (n % 3 === 0) await edit.removeLabels(all, [ 'gt', 'gt_polylines' ]);
        else if (n % 3 === 1) await edit.tagLabels(all, [ 'gt', 'gt_polylines' ], [statement]);
        edit.addSample({ filepath: n + '.jpg', width: 9, height: 9, tags: [], fields: { [ 'field ' + n ]: n }, labels: {} });
      });
      writeSync(1, n + '\\n');
      if (n % 3 === 0) await library.undo(reef, { statement, job });
    }
  `;
}

/** Kills the editor at its n-th progress. @returns the last change that it reported as done, 0 for none. */
export async function killedEditor(home: string, dataset: string, progress: number): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', editor(home, dataset)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
    if (said.split('.').length > progress) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const done = said.split('\n').filter((line) => /^\d+$/u.test(line));
  return Number(done.at(-1) ?? 0);
}
