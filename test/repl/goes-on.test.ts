import { expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { goesOnAlone } from '../../src/repl/goes-on.ts';

test.each([
  ['pull criobe', true],
  ['import coco a.json --name a', true],
  ["ds.matchTags('x').tag('y')", true],
  ["v.export('yolo', 'out')", true],
  ["ds.tag_samples('y')", true],
  ['ds.count()', false],
  ["ds.countValues('tags')", false],
  ['doctor --deep', false],
  ['info', false],
])('%s', (statement, expected) => {
  expect(goesOnAlone(statement, commands)).toBe(expected);
});
