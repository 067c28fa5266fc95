import { expect, test } from 'vitest';
import { underline } from '../../src/render/underline.ts';

const COLOUR = { colour: 2, theme: 'dark' } as const;

test('a part is underlined in its own colours, and what follows is as it was', () => {
  const painted = 'ds.\x1b[36mwhere\x1b[0m(yaer > 1)';
  expect(underline(painted, { start: 9, end: 13 }, COLOUR)).toBe('ds.\x1b[36mwhere\x1b[0m(\x1b[4myaer\x1b[0m > 1)');
  expect(underline(painted, { start: 2, end: 5 }, COLOUR)).toBe(
    'ds\x1b[4m.\x1b[0m\x1b[36m\x1b[4;36mwh\x1b[0m\x1b[36mere\x1b[0m(yaer > 1)',
  );
  expect(underline(painted, { start: 0, end: 3 }, { ...COLOUR, colour: 0 })).toBe(painted);
});
