import { expect, test } from 'vitest';
import { fewOfEach } from '../../../../src/dataset/formats/verifying/few-of-each.ts';
import { countFindings } from '../../../../src/output.ts';
import { renderFindings } from '../../../../src/render/findings.ts';
import { toJsonDocument } from '../../../../src/render/json.ts';

const row = (i: number) => ({
  check: 'row',
  severity: 'error' as const,
  message: 'is none',
  where: `a.txt:${String(i)}`,
});

test('what is not listed is counted, also where it was counted before', () => {
  const inner = fewOfEach('a.txt', 3);
  const listed = [...inner.pass(Array.from({ length: 10 }, (_, i) => row(i))), ...inner.rest()];
  expect(listed.at(-1)).toEqual({
    ...{ check: 'row', severity: 'error', where: 'a.txt', count: 7 },
    message: '7 more of this kind: only the first 3 are listed',
  });
  const outer = fewOfEach('all', 2);
  const findings = [...outer.pass([...listed, ...listed]), ...outer.rest()];
  expect(findings).toHaveLength(3);
  expect(countFindings(findings, 'error')).toBe(20);
  expect(countFindings(findings, 'warning')).toBe(0);
});

test('the screen and JSON have the true count', () => {
  const few = fewOfEach('a.txt', 20);
  const findings = [...few.pass(Array.from({ length: 1500 }, (_, i) => row(i))), ...few.rest()];
  const output = { kind: 'findings' as const, findings, checked: 'a.txt' };
  const text = renderFindings(output, { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 60 });
  expect(text).toContain('E  row  1,500 findings');
  expect(text).toContain('1,480 more of this kind: only the first 20 are listed');
  expect(text).toContain('1,500 errors; checked a.txt');
  expect(toJsonDocument(output, 1)).toContain('"where":"a.txt","count":1480}');
});
