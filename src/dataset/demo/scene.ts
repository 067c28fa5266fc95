import { type Genus, genusAt, genusNamed } from './genera.ts';
import { outline, type Stance, DIRECTIONS, VARIANTS } from './outlines.ts';
import type { Random } from './random.ts';

/** Size of every picture of the demo, in pixels. */
export const PICTURE = { width: 1024, height: 768 } as const;

/** The inside of the quadrat's frame when it lies straight, in pixels. */
export const QUADRAT = { left: 58, top: 46, right: 966, bottom: 722 } as const;

/** State of health of a colony. */
export type Health = 'healthy' | 'bleached' | 'dead';

/** A coral colony as it lies in the picture. */
export type Colony = {
  readonly genus: Genus;
  readonly stance: Stance;
  /** Outline in pixels, `[x0, y0, ...]`. */
  readonly ring: readonly number[];
  /** A bare patch in its middle. */
  readonly hole: readonly number[] | null;
  /** null: not looked at. */
  readonly health: Health | null;
  /** Partly under the frame. */
  readonly occluded: boolean;
};

/** What a scene must have besides its number of colonies. */
export type Wishes = {
  /** Genus of the first one. */
  readonly first: Genus | null;
  /** The first one reaches over the edge of the picture. */
  readonly overEdge: boolean;
  /** The last one is a speck. */
  readonly speck: boolean;
  /** Moves all of it, in pixels. */
  readonly shift: readonly [number, number];
};

/** An ordinary scene. */
export const NO_WISHES: Wishes = { first: null, overEdge: false, speck: false, shift: [0, 0] };

/** Sets down colonies side by side, large ones first; smaller than usual where many have to fit. */
export function sceneOf(count: number, wishes: Wishes, random: Random): readonly Colony[] {
  const genera = Array.from({ length: count }, (_, i) =>
    i === 0 && wishes.first !== null ? wishes.first : genusAt(random.unit()),
  );
  const radii = genera.map(({ radius }) => usualRadius(radius, random));
  const scale = Math.min(1, Math.sqrt(COVER / radii.reduce((sum, radius) => sum + radius * radius, 0)));
  const placed: Stance[] = [];
  const sized = genera.map((genus, i) => ({ genus, radius: Math.max(LEAST, (radii[i] ?? LEAST) * scale) }));
  const large = sized.slice(wishes.first === null ? 0 : 1).sort((a, b) => b.radius - a.radius);
  return [...(wishes.first === null ? [] : sized.slice(0, 1)), ...large].map(({ genus, radius }, i) => {
    const stance = stanceOf(i, count, { radius, wishes, random, placed });
    placed.push(stance);
    return colony(genus, stance, wishes, random);
  });
}

/** The genus whose name is misspelt. */
export const MISSPELT = { genus: genusNamed('Montipora'), label: 'Montipra' } as const;

/** Squares of radii add up to this at most: about half of the quadrat is covered. */
const COVER = (0.62 * (QUADRAT.right - QUADRAT.left) * (QUADRAT.bottom - QUADRAT.top)) / Math.PI;
/** Smallest radius of a colony in pixels; its outline still covers over 60 px. */
const LEAST = 9;
const SPECK = 2.25;
const TRIES = 12;

/** Small colonies are commoner than large ones. */
function usualRadius([low, high]: readonly [number, number], random: Random): number {
  const place = random.unit();
  return low + (high - low) * place * (0.5 + 0.5 * place);
}

type Place = {
  readonly radius: number;
  readonly wishes: Wishes;
  readonly random: Random;
  readonly placed: readonly Stance[];
};

function stanceOf(i: number, count: number, place: Place): Stance {
  const { wishes, random } = place;
  const turn = random.below(DIRECTIONS);
  const squeeze = random.between(0.7, 1);
  if (i === 0 && wishes.overEdge) return { ...overEdge(Math.max(44, place.radius), random), turn, squeeze };
  if (i === count - 1 && wishes.speck) return { ...freePlace({ ...place, radius: SPECK }), turn, squeeze: 1 };
  return { ...freePlace(place), turn, squeeze };
}

type Circle = Pick<Stance, 'x' | 'y' | 'radius'>;

function overEdge(radius: number, random: Random): Circle {
  const out = radius * random.between(0.2, 0.4);
  const x = random.between(QUADRAT.left + radius, QUADRAT.right - radius);
  const y = random.between(QUADRAT.top + radius, QUADRAT.bottom - radius);
  switch (random.below(4)) {
    case 0:
      return { x: out, y, radius };
    case 1:
      return { x: PICTURE.width - out, y, radius };
    case 2:
      return { x, y: out, radius };
    default:
      return { x, y: PICTURE.height - out, radius };
  }
}

/** Tries places, then a smaller circle; where nothing is free at last, the smallest lies on another. */
function freePlace({ radius, random, placed }: Place): Circle {
  let circle: Circle = { x: 0, y: 0, radius };
  for (let size = radius; ; size *= 0.85) {
    const inset = 0.85 * size;
    for (let i = 0; i < TRIES; i++) {
      const x = random.between(QUADRAT.left + inset, QUADRAT.right - inset);
      const y = random.between(QUADRAT.top + inset, QUADRAT.bottom - inset);
      circle = { x, y, radius: size };
      if (isFree(circle, placed)) return circle;
    }
    if (size * 0.85 < LEAST) return circle;
  }
}

function isFree({ x, y, radius }: Circle, placed: readonly Circle[]): boolean {
  for (const other of placed) {
    const apart = 0.96 * (radius + other.radius) + 2;
    if ((x - other.x) ** 2 + (y - other.y) ** 2 < apart * apart) return false;
  }
  return true;
}

function colony(genus: Genus, at: Stance, { shift }: Wishes, random: Random): Colony {
  const stance = { ...at, x: at.x + shift[0], y: at.y + shift[1] };
  return {
    genus,
    stance,
    ring: outline(genus.growth, random.below(VARIANTS), stance),
    hole: random.unit() < 0.14 ? holeOf(genus, stance) : null,
    health: healthOf(random.unit()),
    occluded: isUnderFrame(at),
  };
}

/** Large colonies that spread over the ground may have died off in the middle. */
function holeOf({ growth }: Genus, stance: Stance): number[] | null {
  if (stance.radius < 56 || (growth !== 'massive' && growth !== 'encrusting')) return null;
  const inner = { ...stance, radius: stance.radius * 0.26, turn: stance.turn + 11 };
  return outline('encrusting', stance.turn, inner);
}

function healthOf(place: number): Health | null {
  if (place < 0.3) return null;
  if (place < 0.92) return 'healthy';
  return place < 0.97 ? 'bleached' : 'dead';
}

function isUnderFrame({ x, y, radius }: Stance): boolean {
  const { left, top, right, bottom } = QUADRAT;
  return x - radius < left || x + radius > right || y - radius < top || y + radius > bottom;
}
