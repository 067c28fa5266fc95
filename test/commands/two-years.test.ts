import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { renderOutput } from '../../src/render/index.ts';
import { openDemoSession } from '../demo-session.ts';

const PROJECT = fileURLToPath(
  new URL('../../../shared/data/taglab/multi-temporal_comparison_project.json', import.meta.url),
);
const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'merging.md');

describe.skipIf(!existsSync(PROJECT))('the two years of a plot in a project of TagLab', () => {
  test('differ as the page on comparing shows it', async () => {
    const shown = /<!-- two years.*?```\n(?<lines>.*?)\n\n(?<output>.*?)\n```/su.exec(
      await readFile(PAGE, 'utf8'),
    )?.groups;
    await using demo = await openDemoSession({ samples: 1 });
    const lines = shown?.['lines']?.split('\n') ?? [];
    expect(lines).toHaveLength(3);
    const outputs: string[] = [];
    for (const line of lines) {
      const { output, error } = await demo.session.submit(
        line.replace('multi-temporal_comparison_project.json', PROJECT).replace(/^ds\./u, "open('plots')."),
      );
      if (error !== undefined) throw error as Error;
      if (output === undefined) throw new Error(`${line} yields nothing`);
      outputs.push(renderOutput(output, { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 }));
    }
    expect(outputs.at(-1)?.trimEnd()).toBe(shown?.['output']);
  });
});
