import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkLabelText } from '../../../../src/dataset/formats/yolo/check-label-text.ts';

const POLYGON = '0 0.1 0.1 0.5 0.1 0.5 0.5';
const say = (text: string): string[] =>
  checkLabelText(text, 3).findings.map(
    ({ line, check, severity, message }) => `${String(line)} ${check} ${severity}: ${message}`,
  );

describe('checkLabelText', () => {
  test.each([
    POLYGON,
    '',
    '\n\n',
    `${POLYGON}\r\n2 1e-1 .1 0.5\t0.1 0.5 1.`,
    '0 0.5 0.5 0.2 0.2',
    '0 -0.000000 0 1 0 1 1',
  ])('nothing to say: %j', (text) => {
    expect(say(text)).toEqual([]);
  });

  test.each([
    [`${POLYGON}\n0 0.5 0.5 0.2 0.2`, '2 mixed error: a box row among outlines: the whole picture is refused'],
    ['0 0.5 0.5 0.2 0.2 0.9', '1 row error: 6 numbers: a box has 5, and no confidence'],
    ['0 0.7 0.2', '1 row error: 3 numbers: a box has 5, an outline 7 or more'],
    ['0', '1 row error: 1 number: a box has 5, an outline 7 or more'],
    [`\n${POLYGON} 0.7`, '2 row error: 7 coordinates: x and y must come in pairs'],
    [`${POLYGON}\n0 0.7 0.2`, '2 row error: 1 point: an outline has at least 3'],
    ['Porites 0.1 0.1 0.5 0.1 0.5 0.5', '1 row error: Porites is no number'],
    ['0 0x1 0.1 0.5 0.1 0.5 0.5', '1 row error: 0x1 is no number'],
    ['3 0.1 0.1 0.5 0.1 0.5 0.5', '1 class error: class 3 is not in data.yaml: there are 0 to 2'],
    ['-1 0.1 0.1 0.5 0.1 0.5 0.5', '1 class error: class -1 is negative'],
    ['0.5 0.1 0.1 0.5 0.1 0.5 0.5', '1 class error: class 0.5 is no whole number'],
    ['0 nan 0.1 0.5 0.1 0.5 0.5', '1 coordinate error: a coordinate is not finite'],
    ['0 0.5 0.5 inf 0.2', '1 coordinate error: a coordinate is not finite'],
    ['0 0.5 0.1 1.2 0.1 1.2 0.5', '1 coordinate warning: 1.2 lies outside the picture (0 to 1)'],
    [
      '0 0.5 -0.2 0.6 0.4 0.4 0.9',
      '1 coordinate error: the outline lies so far outside the picture that its box is refused',
    ],
    ['0 0.5 0.5 1.2 0.2', '1 coordinate error: 1.2 lies outside the picture (0 to 1)'],
    ['0 0.5 1.005 0.2 0.2', '1 coordinate warning: 1.005 lies outside the picture (0 to 1)'],
    ['0 0.5 0.5 0 0.2', '1 size warning: a box without an area'],
    ['0 0.5 0.5 0.2 0.2 0.5 0.5', '1 size warning: only 2 points that differ'],
    [`${POLYGON}\n1 0 0 1 0 1 1\n0 0.10 1e-1 0.5 0.1 0.5 0.5`, '3 duplicate warning: the same row as line 1'],
  ])('%j', (text, finding) => {
    expect(say(text)).toEqual([finding]);
  });

  test('without a number of classes any whole number will do', () => {
    expect(checkLabelText('999 0.1 0.1 0.5 0.1 0.5 0.5', null).findings).toEqual([]);
  });

  test('any text is judged, never refused', () => {
    const word = fc.oneof(fc.constantFrom('0', '1', '0.5', '-1', 'nan', '1e9'), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 9 }), { maxLength: 4 }), (lines) => {
        const { rows, findings } = checkLabelText(lines.map((words) => words.join(' ')).join('\n'), 2);
        expect(findings.every(({ line }) => line >= 1)).toBe(true);
        expect(rows).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  const recorded = '../shared/fiftyone/golden/12/ultralytics.json';
  test.skipIf(!existsSync(recorded))('an error is said exactly where Ultralytics refuses the picture', () => {
    const { cases, classes } = JSON.parse(readFileSync(recorded, 'utf8')) as Recorded;
    const judged = Object.entries(cases).flatMap(([name, { text, corrupt }]) => {
      if (text === null) return [];
      const { findings } = checkLabelText(text.replace(/^\uFEFF/, ''), classes);
      return [[name, findings.some(({ severity }) => severity === 'error'), corrupt === 1] as const];
    });
    expect(judged.length).toBeGreaterThan(25);
    expect(judged.filter(([, ours, theirs]) => ours !== theirs)).toEqual([]);
  });
});

type Recorded = {
  readonly classes: number;
  readonly cases: Readonly<Record<string, { readonly text: string | null; readonly corrupt: number }>>;
};
