/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** How a colony grows: decides its outline and the pattern painted into it. */
export type Growth = 'branching' | 'massive' | 'cellular' | 'encrusting' | 'foliose' | 'mushroom' | 'blade' | 'soft';

/** A class of the demo reef. `share` is out of 1000; `radius` the usual smallest and largest, in pixels. */
export type Genus = {
  readonly name: string;
  readonly share: number;
  readonly growth: Growth;
  readonly radius: readonly [number, number];
  readonly colour: Colour;
  /** Of tips, ridges and growing edges. */
  readonly accent: Colour;
};

/** The classes as the annotators know them, commonest first. */
export const GENERA: readonly [Genus, ...Genus[]] = [
  genus('Pocillopora', 225, 'branching', [34, 92], [178, 98, 102], [238, 190, 182]),
  genus('Acropora', 180, 'branching', [48, 140], [172, 130, 82], [246, 222, 172]),
  genus('Porites', 170, 'massive', [44, 150], [190, 138, 66], [226, 186, 118]),
  genus('Montipora', 115, 'encrusting', [46, 126], [160, 82, 50], [218, 146, 104]),
  genus('Pavona', 65, 'foliose', [40, 104], [120, 114, 54], [186, 180, 104]),
  genus('Other', 48, 'encrusting', [26, 66], [112, 128, 150], [168, 184, 204]),
  genus('Millepora', 42, 'blade', [40, 108], [202, 170, 40], [246, 230, 150]),
  genus('Leptastrea', 32, 'cellular', [30, 70], [108, 86, 148], [172, 150, 204]),
  genus('Astreopora', 26, 'massive', [34, 88], [206, 194, 160], [240, 232, 208]),
  genus('Fungia', 22, 'mushroom', [28, 54], [190, 92, 58], [242, 172, 128]),
  genus('Psammocora', 16, 'encrusting', [28, 74], [90, 62, 44], [142, 108, 82]),
  genus('Acanthastrea', 13, 'cellular', [30, 72], [136, 44, 46], [198, 128, 108]),
  genus('Goniastrea', 11, 'cellular', [32, 78], [104, 132, 58], [180, 200, 118]),
  genus('Leptoseris', 9, 'foliose', [32, 76], [116, 52, 68], [186, 112, 120]),
  genus('Montastrea', 8, 'cellular', [34, 82], [42, 108, 90], [112, 186, 158]),
  genus('Merulinidae', 7, 'foliose', [36, 84], [88, 152, 108], [160, 212, 172]),
  genus('Corail mou', 6, 'soft', [36, 90], [172, 148, 190], [220, 204, 230]),
  genus('Atrea', 5, 'cellular', [28, 64], [180, 116, 40], [234, 184, 100]),
];

/** The genus at a place in the shares, 0 up to but not including 1. */
export function genusAt(place: number): Genus {
  let rest = place * TOTAL;
  for (const candidate of GENERA) {
    rest -= candidate.share;
    if (rest < 0) return candidate;
  }
  return GENERA[0];
}

/** The genus of that name. */
export function genusNamed(name: string): Genus {
  return GENERA.find((candidate) => candidate.name === name) ?? GENERA[0];
}

const TOTAL = GENERA.reduce((sum, { share }) => sum + share, 0);

// eslint-disable-next-line @typescript-eslint/max-params -- a row of the table above
function genus(
  name: string,
  share: number,
  growth: Growth,
  radius: readonly [number, number],
  colour: Colour,
  accent: Colour,
): Genus {
  return { name, share, growth, radius, colour, accent };
}
