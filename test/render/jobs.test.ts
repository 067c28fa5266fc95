import { expect, test } from 'vitest';
import type { JobInfo } from '../../src/output.ts';
import { renderOutput } from '../../src/render/index.ts';
import { toJsonDocument } from '../../src/render/json.ts';
import type { RenderOptions } from '../../src/render/render-options.ts';

const LOOK: RenderOptions = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 };

const PULL: JobInfo = {
  number: 7,
  statement: 'pull reef_finegrained --subsets train,val &',
  state: 'ending',
  progress: { what: 'reef_finegrained', done: 188, total: 270, unit: 'pictures' },
  elapsed: 42_000,
  phaseElapsed: 30_000,
};
const QUESTION: JobInfo = { ...PULL, number: 12, statement: 'ds.\ncount()', state: 'running', progress: undefined };

test('a statement, and how far it is, how fast, and the time left', () => {
  expect(renderOutput({ kind: 'jobs', jobs: [PULL, QUESTION] }, LOOK).split('\n')).toEqual([
    '[7] pull reef_finegrained --subsets train,val &',
    '    ending  reef_finegrained  188 of 270 pictures  69 %  6.3/s  0:13 left',
    '[12] ds. count()',
    '    0:42',
    '',
  ]);
});

test('on a narrow terminal what it is called gives way to how far it is', () => {
  expect(renderOutput({ kind: 'jobs', jobs: [PULL] }, { ...LOOK, columns: 40 }).split('\n')).toEqual([
    '[7] pull reef_finegrained --subsets tra…',
    '    ending  188 of 270 pictures  69 %',
    '',
  ]);
});

test('nothing, and to programs', () => {
  expect(renderOutput({ kind: 'jobs', jobs: [] }, LOOK)).toBe('nothing runs behind the prompt\n');
  expect(JSON.parse(toJsonDocument({ kind: 'jobs', jobs: [PULL] }, 1))).toEqual({
    step: 1,
    kind: 'jobs',
    jobs: [
      {
        number: 7,
        statement: PULL.statement,
        state: 'ending',
        what: 'reef_finegrained',
        done: 188,
        total: 270,
        unit: 'pictures',
        seconds: 42,
      },
    ],
  });
});
