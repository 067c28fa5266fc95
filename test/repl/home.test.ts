import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readHistory, recordFailure, recordLine } from '../../src/repl/home.ts';

const AT = '2026-01-01T00:00:00.000Z';

test('which lines ended in an error is kept beside them, until they are run again', () => {
  const home = mkdtempSync(join(tmpdir(), 'quadrat-home-'));
  onTestFinished(() => {
    rmSync(home, { recursive: true });
  });
  expect(readHistory(home, 5)).toEqual({ entries: [], failed: new Set() });
  for (const line of ['set theme purple', 'open gone', 'open gone']) {
    recordLine(home, { line, dataset: 'demo', at: AT });
    recordFailure(home, line, AT);
  }
  recordLine(home, { line: 'open gone', dataset: undefined, at: AT });
  appendFileSync(join(home, 'history.jsonl'), '{"line": "cut o\n{"failed": 3}\n');
  const { entries, failed } = readHistory(home, 3);
  expect(entries).toEqual([
    { line: 'open gone', dataset: 'demo', at: AT },
    { line: 'open gone', dataset: 'demo', at: AT },
    { line: 'open gone', dataset: undefined, at: AT },
  ]);
  expect(failed).toEqual(new Set(['set theme purple']));
});
