import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matchesTranscript, readTranscripts, replaceTranscripts, type Transcript } from './transcript.ts';

const root = join(import.meta.dirname, '..', '..');
const documents = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => join('docs', name))]
  .filter((name) => name.endsWith('.md'))
  .filter((name) => readTranscripts(readFileSync(join(root, name), 'utf8')).length > 0);

let home: string;
let cvat: ChildProcess;
let cvatUrl: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'quadrat-docs-'));
  symlinkSync(join(root, 'bin', 'quadrat'), join(home, 'quadrat'));
  symlinkSync(join(root, 'examples'), join(home, 'examples'));
  cvat = spawn(process.execPath, [join(root, 'test', 'support', 'cvat-server', 'serve.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cvatUrl = await new Promise((resolve) =>
    cvat.stdout?.once('data', (line) => {
      resolve(String(line).trim());
    }),
  );
  // How long the demo reef takes to grow is nothing to hold a page against.
  run('quadrat info demo');
}, 120_000);

afterAll(() => {
  cvat.kill();
  rmSync(home, { recursive: true, force: true });
});

/** What a person would see who typed the command at 80 columns, without colour. */
function run(command: string): readonly string[] {
  const { stdout } = spawnSync('sh', ['-c', `exec 2>&1; ${command}`], {
    cwd: home,
    encoding: 'utf8',
    env: {
      PATH: [home, process.env['PATH']].join(delimiter),
      HOME: home,
      QUADRAT_HOME: join(home, 'state'),
      COLUMNS: '80',
      NO_COLOR: '1',
      TZ: 'UTC',
      LANG: 'C.UTF-8',
      CVAT_URL: cvatUrl,
      CVAT_API_TOKEN: 'TOKEN',
    },
  });
  const lines = stdout
    .replaceAll(home, '~')
    .replaceAll(cvatUrl, 'https://cvat.example.org')
    .replace(/\n$/u, '')
    .split('\n');
  return lines.filter((line) => !PROGRESS.test(line));
}

/** How far something is: told only where it takes longer than a second, as on a slow machine. */
const PROGRESS = / {2}[\d,]+ of [\d,]+ [a-z]+ {2}\d+ % {2}/u;

// `UPDATE_DOCS=1 npx vitest run test/docs` writes what was printed into the documents, to be read in the diff.
const updates = process.env['UPDATE_DOCS'] === '1';

/** Writes what was printed; the document may have changed meanwhile, but for its commands. */
function update(file: string, now: readonly Transcript[]): void {
  const present = readFileSync(file, 'utf8');
  const placed = readTranscripts(present).map((one, i) => ({ ...one, output: now[i]?.output ?? one.output }));
  writeFileSync(file, replaceTranscripts(present, placed));
}

describe.each(documents)('%s', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  const transcripts = readTranscripts(text);

  test('prints what it says', { timeout: 120_000 }, () => {
    const now = transcripts.map((transcript): Transcript => ({ ...transcript, output: run(transcript.command) }));
    if (updates) update(join(root, name), now);
    for (const [i, { command, output }] of now.entries()) {
      const said = transcripts[i]?.output ?? [];
      if (updates || matchesTranscript(said, output)) continue;
      expect({ command, output }).toEqual({ command, output: said });
    }
    expect(now.length).toBe(transcripts.length);
  });
});
