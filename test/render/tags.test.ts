import { expect, test } from 'vitest';
import { tagsOf } from '../../src/render/sample.ts';

test('tags are told apart whatever is in them', () => {
  expect(tagsOf([])).toBe('[]');
  expect(tagsOf(['train', "it's", 'récif corallien'])).toBe("train, it's, récif corallien");
  expect(tagsOf(['a, b', '3', '', ' x'])).toBe("'a, b', 3, '', ' x'");
  expect(tagsOf(['\x1b[31mred'])).not.toContain('\x1b');
});
