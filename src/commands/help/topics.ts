import { METHODS } from '../../dataset/query/methods/index.ts';
import { verbGroups } from '../../dataset/query/verbs/index.ts';
import type { Declaration } from '../declaration.ts';
import { columns } from './columns.ts';
import { programPage } from './program-help.ts';

type Topic = (commands: readonly Declaration[]) => string;

/** Pages of help that are about no single name. */
export const TOPICS: Readonly<Record<string, Topic>> = {
  verbs,
  commands,
  methods,
  expressions,
  fiftyone,
  quadrat: programPage,
};

/** The page about a topic; undefined for any other name. */
export function topicNamed(name: string): Topic | undefined {
  return Object.hasOwn(TOPICS, name) ? TOPICS[name] : undefined;
}

function verbs(): string {
  return Object.entries(verbGroups)
    .map(([group, some]) => [group, ...columns(some, '  ')].join('\n'))
    .join('\n\n');
}

function commands(all: readonly Declaration[]): string {
  return columns(all.filter(({ later }) => later !== true)).join('\n');
}

function methods(): string {
  const groups = Map.groupBy(METHODS, ({ on }) => on);
  const rows = [...groups].map(([on, some]) => {
    const names = new Set(some.map(({ name }) => name));
    return { name: `of ${on}`, summary: [...names].join(' ') };
  });
  return ["Methods are called on a value inside an expression: area.startsWith('M')", '', ...columns(rows)].join('\n');
}

function expressions(): string {
  return [
    'In where() a bare name is a field of the sample, in filterLabels() and field.any() one of the label.',
    '',
    ...columns([
      { name: 'compare', summary: '== != < <= > >=, in [...]; a missing value satisfies no < <= > >=' },
      { name: 'combine', summary: '&& || !, or & | ~' },
      { name: 'compute', summary: '+ - * / % **, a condition ? one : other' },
      { name: 'missing', summary: 'missing(x), exists(x), x == null' },
      { name: 'labels', summary: "field.any(label == 'x'), .all(), .count(), .filter(), .map(), field.label" },
      {
        name: 'geometry',
        summary: 'area() perimeter() vertices() bbox() of a label, in pixels; area({ normalised: true })',
      },
      { name: 'sample', summary: 'from inside a condition on labels: sample.year' },
      { name: 'text', summary: "x.startsWith('M'), x.contains('a'), x.matches(/T\\d+/i), x.lower(), x.length()" },
      { name: 'lists', summary: "tags.contains('x'), tags.length(), tags[0], list.map(F() + 1)" },
      { name: 'dates', summary: "taken >= '2021-05-01', taken.year(), taken.month()" },
    ]),
    '',
    'help methods lists all methods, help startsWith explains one',
  ].join('\n');
}

function fiftyone(): string {
  return [
    "A line of FiftyOne works as it is: dataset.match_tags('train').match(F('year') >= 2021).count()",
    '',
    ...columns([
      { name: 'dataset', summary: 'ds' },
      { name: 'match_tags', summary: 'matchTags; every verb and parameter has both spellings' },
      { name: 'F("a.b")', summary: 'a.b, and & | ~ are && || !' },
      { name: 'only_matches=False', summary: '{ onlyMatches: false }' },
      { name: 'True False None', summary: 'true false null' },
      { name: 'ds[2:5], len(v)', summary: 'skip(2).limit(3), v.count()' },
      { name: 'fo.Count("x")', summary: 'count(x) inside aggregate([...])' },
    ]),
    '',
    'Few answers differ, and each for a reason: docs/fiftyone.md lists them. The first to know: a missing value never satisfies < <= > >=.',
  ].join('\n');
}
