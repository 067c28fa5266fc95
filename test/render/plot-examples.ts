import type { Value } from '../../src/dataset/query/answer.ts';
import type { Output, Plot } from '../../src/output.ts';

const CLASSES = ['Acropora', 'Pavona/Leptoseris', 'Porites', 'evil\x1b[2J\u202e', null];
const SPLITS = ['test', 'train', 'val'];
const AREAS = ['Moorea Entre 2 Baies', 'Tahiti Punaauia', '珊瑚礁'];

function plotOf(
  form: Plot['form'],
  names: readonly [string, string, string?],
  rows: readonly (readonly Value[])[],
  total: number,
): Output {
  const [x, y, count] = names;
  const columns = [
    { name: x, type: 'string' },
    { name: y, type: 'string' },
    ...(count === undefined ? [] : [{ name: count, type: 'int', role: 'count' } as const]),
  ] as const;
  const table = { kind: 'table', columns, rows, total: rows.length, of: { what: 'labels', total } } as const;
  return { kind: 'plot', plot: { form, table } };
}

const SPLIT_ROWS = CLASSES.flatMap((name, i) =>
  SPLITS.map((split, j) => [name, split, (5 - i) * 20 * (j + 1) - 3 * i]),
);
const YEAR_ROWS = AREAS.flatMap((area, i) =>
  Array.from({ length: 12 }, (_, year) => [area, 2010 + year, (i * 7 + year * 5) % 23]).filter(([, , n]) => n !== 0),
);

/** A plot of each form, for the golden files and the properties. */
export const PLOT_EXAMPLES: Readonly<Record<string, Output>> = {
  'plot-stacked': plotOf('stacked', ['gt_polylines.label', 'tags', 'count'], SPLIT_ROWS, 1_710),
  'plot-grouped': plotOf('grouped', ['gt_polylines.label', 'tags', 'count'], SPLIT_ROWS, 1_710),
  'plot-heat': plotOf('heat', ['area', 'year', 'count'], YEAR_ROWS, 381),
  'plot-line': plotOf(
    'line',
    ['year', 'mean gt_polylines.count()'],
    [2019, 2020, 2021, 2023, null].map((year, i) => [year, i === 2 ? 4.25 : 11 + 3 * i]),
    60,
  ),
  'plot-scatter': scatter(),
};

function scatter(): Output {
  const rows = Array.from({ length: 60 }, (_, i) => [i * 10, Math.abs(Math.sin(i / 6)) * 90, 2]);
  const columns = [
    { name: 'gt_polylines.area', type: 'float' },
    { name: 'evil\x1b[2J', type: 'float' },
    { name: 'count', type: 'int', role: 'count' },
  ] as const;
  const table = {
    kind: 'table',
    columns,
    rows: [...rows, [null, 4, 3]],
    total: 61,
    of: { what: 'labels', total: 123 },
  } as const;
  return { kind: 'plot', plot: { form: 'scatter', table, bounds: { x: [0, 600], y: [0, 90] } } };
}
