import { verbGroups } from '../../dataset/query/verbs/index.ts';
import type { Declaration } from '../declaration.ts';
import { columns } from './columns.ts';

/** Everything there is by name, on one screen of 80 by 24 as long as that holds it. */
export function overview(commands: readonly Declaration[]): string {
  const there = commands.filter(({ later }) => later !== true);
  const verbs = Object.entries(verbGroups).map(([group, some]) => ({ name: group, summary: names(some) }));
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

function names(some: readonly { readonly name: string }[]): string {
  return some.map(({ name }) => name).join(' ');
}
