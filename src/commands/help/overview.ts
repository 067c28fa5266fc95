import { verbGroups } from '../../dataset/query/verbs/index.ts';
import type { Declaration } from '../declaration.ts';
import { columns } from './columns.ts';

/** Everything there is by name, on one screen of 80 by 24 as long as that holds it. */
export function overview(commands: readonly Declaration[]): string {
  const there = commands.filter(({ later }) => later !== true);
  const verbs = Object.entries(verbGroups).map(([group, some]) => ({
    name: group.replace(/^keep /u, ''),
    summary: names(some),
  }));
  return [
    "A line is a command, or an expression such as ds.matchTags('train').count()",
    ...columns([...verbs, { name: 'commands', summary: names(there) }]),
    '',
    ...columns([
      { name: 'help NAME', summary: 'what a verb, command, field, value or option is, and examples' },
      { name: 'help TOPIC', summary: 'verbs commands methods expressions fiftyone quadrat (run FILE, -c)' },
      { name: 'v = ...', summary: 'keeps a view; _ is the last result, _7 that of line 7' },
    ]),
  ].join('\n');
}

/** Names in a row that end alike are one word: `add|rename|deleteSampleField`. */
function names(some: readonly { readonly name: string }[]): string {
  const runs: { readonly ending: string | undefined; readonly names: string[] }[] = [];
  for (const { name } of some) {
    const ending = /[A-Z][a-z]+[A-Z][a-z]+$/u.exec(name)?.[0];
    const last = runs.at(-1);
    if (last !== undefined && ending !== undefined && ending === last.ending) last.names.push(name);
    else runs.push({ ending, names: [name] });
  }
  const starts = ({ ending = '', names: of }: (typeof runs)[number]): string =>
    of.map((name, i) => (i < of.length - 1 ? name.slice(0, -ending.length) : name)).join('|');
  return runs.map(starts).join(' ');
}
