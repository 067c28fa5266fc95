/** The splits of the demo; each is a tag and a subset of the annotation server. */
export type Split = 'train' | 'val' | 'test';

/** What is known about a picture besides what is on it. */
export type Identity = {
  /** Relative to the media folder; unique. */
  readonly filepath: string;
  readonly area: string;
  readonly year: number;
  readonly quadrat: string;
  readonly split: Split;
  readonly taskId: number;
  readonly taskName: string;
  /** Number of the picture in its task, from 0. */
  readonly frame: number;
};

/** Samples are made in blocks of this many; each has its own tasks, faults and share of the classes. */
export const BLOCK = 60;

/**
 * Who the picture in a slot of a block of `size` samples is: 70 % train, 20 % val, 10 % test. A site in one year belongs
 * to one split only; every picture shows a quadrat of its own.
 */
export function identityOf(block: number, slot: number, size: number): Identity {
  const train = Math.round(size * 0.7);
  const val = Math.round(size * 0.2);
  if (slot < train) return identity('train', block, slot, Math.floor(slot / TASK_SIZE));
  if (slot < train + val) return identity('val', block, slot - train, 0);
  return identity('test', block, slot - train - val, 0);
}

/** The same quadrat photographed once more, in the task and split of `other`. */
export function photographedAgain(first: Identity, other: Identity): Identity {
  const filepath = first.filepath.replace(/\.jpg$/u, 'b.jpg');
  return { ...other, filepath, area: first.area, year: first.year, quadrat: first.quadrat };
}

const TASK_SIZE = 14;
const TASKS_A_BLOCK = 5;
const FIRST_TASK = 101;
const FIRST_YEAR = 2019;

const SITES = [
  { area: 'Moorea Entre 2 Baies', code: 'MooreaE2B' },
  { area: 'Moorea Tiahura 1-2', code: 'MooreaT12' },
  { area: 'Moorea Haapiti', code: 'MooreaHaa' },
  { area: 'Tahiti Punaauia', code: 'TahitiPun' },
] as const;

type SiteYear = { readonly area: string; readonly code: string; readonly year: number };

const YEARS = 5;
const VAL_YEAR = [1, 2, 3, 4];
const TEST_YEAR = [4, undefined, 0, undefined];

const SITE_YEARS: Readonly<Record<Split, readonly SiteYear[]>> = {
  train: siteYears('train'),
  val: siteYears('val'),
  test: siteYears('test'),
};

function siteYears(split: Split): SiteYear[] {
  return Array.from({ length: YEARS }, (_, year) =>
    SITES.map((site, at) => ({ ...site, year: FIRST_YEAR + year, split: splitOf(at, year) })),
  )
    .flat()
    .filter((candidate) => candidate.split === split);
}

function splitOf(site: number, year: number): Split {
  if (VAL_YEAR[site] === year) return 'val';
  return TEST_YEAR[site] === year ? 'test' : 'train';
}

const TASK_PLACE: Readonly<Record<Split, number>> = { train: 0, val: 3, test: 4 };
const TASKS: Readonly<Record<Split, number>> = { train: 3, val: 1, test: 1 };

function identity(split: Split, block: number, place: number, task: number): Identity {
  const sites = SITE_YEARS[split];
  const { area, code, year } = sites[place % sites.length] ?? { ...SITES[0], year: FIRST_YEAR };
  const round = block * VISITS + Math.floor(place / sites.length);
  const number = String(1 + round * YEARS + year - FIRST_YEAR).padStart(2, '0');
  const batch = String(block * TASKS[split] + task + 1).padStart(2, '0');
  return {
    filepath: `${code}_${String(year)}_${number}.jpg`,
    area,
    year,
    quadrat: `${code}_${number}`,
    split,
    taskId: FIRST_TASK + block * TASKS_A_BLOCK + TASK_PLACE[split] + task,
    taskName: `${split}_batch_${batch}`,
    frame: place - task * TASK_SIZE,
  };
}

/** How many pictures of each site and year a block holds. */
const VISITS = 3;
