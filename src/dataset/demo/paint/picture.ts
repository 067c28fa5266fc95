import { randomFrom } from '../random.ts';
import { type Colony, PICTURE } from '../scene.ts';
import { paintColony } from './colony.ts';
import { paintFrame } from './frame.ts';
import { paintLight } from './light.ts';
import { makePolarTables, type PolarTables } from './polar.ts';
import type { Raster } from './raster.ts';
import { paintSubstrate } from './substrate.ts';
import { makeTextures, type Textures } from './textures.ts';

/** What decides how a quadrat looks apart from its colonies. */
export type Look = {
  readonly seed: number;
  /** Number of the ground: the same for two pictures of one quadrat. */
  readonly ground: number;
  /** Number of the shot: decides frame and light. */
  readonly shot: number;
  /** How far the ground is moved, in pixels. */
  readonly shift: readonly [number, number];
};

/** Paints pictures; keeps the textures they share. */
export type Painter = (colonies: readonly Colony[], look: Look) => Raster;

/** Prepares textures and tables. */
export function makePainter(): Painter {
  const tools: Tools = { textures: makeTextures(), polar: makePolarTables() };
  return (colonies, look) => paint(colonies, look, tools);
}

type Tools = { readonly textures: Textures; readonly polar: PolarTables };

function paint(colonies: readonly Colony[], { seed, ground, shot, shift }: Look, { textures, polar }: Tools): Raster {
  const raster: Raster = { ...PICTURE, rgb: new Uint8ClampedArray(PICTURE.width * PICTURE.height * 3) };
  const random = randomFrom(seed, ground, 2);
  paintSubstrate(raster, textures, { random, shift: [Math.round(shift[0]), Math.round(shift[1])] });
  for (const colony of colonies) paintColony(raster, colony, { textures, polar, random });
  const camera = randomFrom(seed, shot, 3);
  paintFrame(raster, camera);
  paintLight(raster, textures, camera);
  return raster;
}
