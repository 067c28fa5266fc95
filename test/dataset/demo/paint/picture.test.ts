import { expect, test } from 'vitest';
import { makePainter } from '../../../../src/dataset/demo/paint/picture.ts';
import { GENERA } from '../../../../src/dataset/demo/genera.ts';
import { randomFrom } from '../../../../src/dataset/demo/random.ts';
import { NO_WISHES, PICTURE, sceneOf } from '../../../../src/dataset/demo/scene.ts';
import { fillRings, pixelVertices, rasterOf } from '../../../../src/dataset/geometry/rasterise.ts';

const paint = makePainter();
const look = { seed: 0, ground: 1, shot: 1, shift: [0, 0] } as const;
const bare = paint([], look).rgb;

test.each(GENERA.map((genus) => [genus.name, genus] as const))('%s is painted inside its outline', (_, genus) => {
  const [colony] = sceneOf(1, { ...NO_WISHES, first: genus }, randomFrom(5));
  if (colony === undefined) throw new Error('an empty scene');
  const painted = paint([{ ...colony, hole: null }], look).rgb;
  const inside = rasterOf(PICTURE, (span) => {
    fillRings([pixelVertices(colony.ring)], PICTURE, span);
  });
  let [within, changedWithin, changedFarOutside] = [0, 0, 0];
  const { x, y, radius } = colony.stance;
  for (let at = 0; at < inside.length; at++) {
    const isChanged = [0, 1, 2].some((channel) => painted[at * 3 + channel] !== bare[at * 3 + channel]);
    const away = Math.hypot((at % PICTURE.width) - x, Math.floor(at / PICTURE.width) - y);
    within += inside[at] ?? 0;
    changedWithin += isChanged ? (inside[at] ?? 0) : 0;
    changedFarOutside += isChanged && away > radius * 1.2 + 8 ? 1 : 0;
  }
  expect(changedWithin / within).toBeGreaterThan(0.9);
  expect(changedFarOutside).toBe(0);
});

test('what is brighter than the ground lies in an outline: shadows only darken', () => {
  const colonies = sceneOf(8, NO_WISHES, randomFrom(9));
  const painted = paint(colonies, look).rgb;
  const inside = rasterOf(PICTURE, (span) => {
    for (const { ring } of colonies) fillRings([pixelVertices(ring)], PICTURE, span);
  });
  let brighter = 0;
  inside.forEach((set, at) => {
    if (set === 0 && (painted[at * 3] ?? 0) > (bare[at * 3] ?? 0)) brighter++;
  });
  expect(brighter).toBeLessThan(200);
});

test('two shots of one ground differ, and the ground of another seed', () => {
  expect(paint([], look).rgb).toEqual(bare);
  expect(paint([], { ...look, shot: 2 }).rgb).not.toEqual(bare);
  expect(paint([], { ...look, seed: 1 }).rgb).not.toEqual(bare);
});
