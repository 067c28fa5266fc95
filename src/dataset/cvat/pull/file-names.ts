import { UserError } from '../../../diagnostics.ts';

/** What the name of a picture says. */
export type NameParts = { readonly area: string; readonly year: number; readonly quadrat: number };

/** How names are read: patterns with the groups `area`, `year`, `quadrat_id`, and what area codes stand for. */
export type NameRules = { readonly patterns: readonly RegExp[]; readonly areas: Readonly<Record<string, string>> };

/**
 * `MooreaE2B_2020_05.jpg` (area code, year, quadrat number), and names of folders joined by `###` with the day and, at the end,
 * the number: `AREA###20M###20190504_..._10.jpg`.
 */
export const USUAL_RULES: NameRules = {
  patterns: [
    /^(?<area>[^_#]+)_(?<year>(?:19|20)\d{2})_(?<quadrat_id>\d{1,9})(?=\D|$)/u,
    /^(?<area>[^#]+)###.*?(?<![0-9])(?<year>(?:19|20)\d{2})\d{4}(?=\D).*_(?<quadrat_id>\d{1,9})$/u,
  ],
  areas: { MooreaE2B: 'Moorea Entre 2 Baies' },
};

/**
 * Rules of the configuration, over the usual ones: `names: { patterns: [...], areas: { CODE: NAME } }`.
 *
 * @throws UserError `invalid` for what is no pattern, or one that lacks a group
 */
export function readNameRules(value: unknown): NameRules {
  if (value === undefined || value === null) return USUAL_RULES;
  const { patterns, areas } = value as { readonly patterns?: unknown; readonly areas?: unknown };
  return {
    patterns: patterns === undefined ? USUAL_RULES.patterns : readPatterns(patterns),
    areas: { ...USUAL_RULES.areas, ...readAreas(areas) },
  };
}

/** What a file name says, without folders and extension; null where no pattern fits. */
export function readName(fileName: string, { patterns, areas }: NameRules): NameParts | null {
  const stem = (fileName.split('/').at(-1) ?? '').replace(/\.[^.]*$/u, '');
  for (const pattern of patterns) {
    const groups = pattern.exec(stem)?.groups;
    const parts = groups === undefined ? null : partsOf(groups, areas);
    if (parts !== null) return parts;
  }
  return null;
}

type Groups = Readonly<Partial<Record<string, string>>>;

function partsOf({ area = '', year = '', quadrat_id: quadrat = '' }: Groups, areas: Groups): NameParts | null {
  if (area === '' || !NUMBER.test(year) || !NUMBER.test(quadrat)) return null;
  const name = Object.hasOwn(areas, area) ? areas[area] : undefined;
  return { area: name ?? area, year: Number(year), quadrat: Number(quadrat) };
}

const NUMBER = /^\d{1,9}$/u;

const GROUPS = ['area', 'year', 'quadrat_id'] as const;

function readPatterns(value: unknown): readonly RegExp[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((text) => {
    const pattern = compiled(text);
    const lacking = GROUPS.filter((group) => !pattern.source.includes(`(?<${group}>`));
    if (lacking.length === 0) return pattern;
    throw new UserError('invalid', `cvat.names.patterns: ${String(text)} has no group (?<${lacking.join('>, (?<')}>`);
  });
}

function compiled(text: unknown): RegExp {
  try {
    if (typeof text === 'string') return new RegExp(text, 'u');
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    throw new UserError('invalid', `cvat.names.patterns: ${detail}`, { cause: error });
  }
  throw new UserError('invalid', 'cvat.names.patterns is a list of regular expressions');
}

function readAreas(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  const entries = typeof value === 'object' ? Object.entries(value) : [];
  if (entries.length > 0 && entries.every(([, name]) => typeof name === 'string')) {
    return Object.fromEntries(entries);
  }
  throw new UserError('invalid', 'cvat.names.areas gives a name for each code');
}
