import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { latestSession, readSessions, trimSessions } from '../../src/repl/past-sessions.ts';
import { parseScript } from '../../src/repl/script.ts';
import { openJournal } from '../../src/repl/session-journal.ts';
import { openDemoSession } from '../demo-session.ts';
import { temporaryFolder } from '../dataset/library-fixture.ts';

const at = new Date('2026-11-25T21:30:00Z');
const dead = (): boolean => false;

test('a session is a script, with definitions, ends and nothing secret', async () => {
  await using demo = await openDemoSession({ samples: 12 });
  const folder = join(temporaryFolder(), 'sessions');
  const journal = openJournal(demo.session, { folder, tool: 'quadrat test', pid: 7, at });
  demo.session.on(journal.hear);
  await demo.session.submit("v = ds.matchTags('train')");
  await demo.session.submit('w = v.limit(2)');
  await demo.session.submit('n = ds.count()');
  await demo.session.submit('w.nothing()');
  await demo.session.submit(" ds.matchTags('unsaid')");
  await demo.session.submit('cvat --token=hunter2');
  await demo.session.submit('ds.where(');
  journal.draft('w.cou');
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.quadrat'));
  const text = readFileSync(join(folder, file), 'utf8');
  expect(file).toBe('2026-11-25-213000-7.quadrat');
  expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(text).toBe(`#: quadrat 1
#: tool quadrat test
#: dataset ds demo
#> begun 2026-11-25T21:30:00.000Z 7
v = ds.matchTags('train')
#> done
#> variable {"name":"v","dataset":"demo","text":"ds.matchTags('train')"}
w = v.limit(2)
#> done
#> variable {"name":"w","dataset":"demo","text":"ds.matchTags('train').limit(2)"}
n = ds.count()
#> done
#> variable {"name":"n"}
w.nothing()
#> failed unknown-verb
# a line that was not to be kept
#> done
# cvat --token=[secret]
#> failed usage
# ds.where(
#> failed syntax
`);
  expect(parseScript(text).steps.map(({ statement }) => statement)).toEqual([
    "v = ds.matchTags('train')",
    'w = v.limit(2)',
    'n = ds.count()',
    'w.nothing()',
  ]);
  expect(readSessions(folder, dead)).toEqual([
    {
      id: '2026-11-25-213000-7',
      state: 'killed',
      draft: 'w.cou',
      dataset: 'demo',
      startedAt: at,
      statements: 7,
      last: { statement: '# ds.where(', end: 'failed syntax' },
      definitions: [
        { name: 'v', dataset: 'demo', text: "ds.matchTags('train')" },
        { name: 'w', dataset: 'demo', text: "ds.matchTags('train').limit(2)" },
      ],
      values: ['n'],
    },
  ]);
  expect(readSessions(folder, () => true)[0]?.state).toBe('running');
  journal.end('left');
  expect(readSessions(folder, () => true)[0]?.state).toBe('left');
});

test('definitions are bound again without running anything; what no longer binds is told', async () => {
  await using demo = await openDemoSession({ samples: 12 });
  const failed = await demo.session.restore([
    { name: 'v', dataset: 'demo', text: "ds.matchTags('train').limit(2)" },
    { name: 'gone', dataset: 'nowhere', text: 'ds.limit(1)' },
    { name: 'old', dataset: 'demo', text: 'ds.where(yaer > 2)' },
    { name: 'none', dataset: 'demo', text: '1 + 1' },
  ]);
  expect(failed.map(({ name }) => name)).toEqual(['gone', 'old', 'none']);
  expect(failed[0]?.why).toBe('there is no dataset "nowhere" here');
  const cell = await demo.session.submit('v.count()');
  expect(cell.output).toMatchObject({ kind: 'scalar', value: 2 });
});

test('journals of a dead process are read as far as they go, others are left alone, the oldest go', () => {
  const folder = temporaryFolder();
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
  };
  const head = '#: quadrat 1\n#: dataset ds demo\n#> begun 2026-01-01T00:00:00.000Z 5\n';
  write('2026-01-01-000000-5.quadrat', `${head}ds.count()\n#> done\n#> variable {"name":"v","da`);
  write('2026-01-02-000000-5.quadrat', `${head}pull reef\n`);
  write('2026-01-03-000000-5.quadrat', 'nothing of ours');
  write('notes.quadrat', head);
  expect(readSessions(folder, dead).map(({ id, last, definitions }) => ({ id, last, definitions }))).toEqual([
    { id: '2026-01-02-000000-5', last: { statement: 'pull reef', end: 'cut off' }, definitions: [] },
    { id: '2026-01-01-000000-5', last: { statement: 'ds.count()', end: 'done' }, definitions: [] },
  ]);
  expect(latestSession(folder, dead, ({ dataset }) => dataset === 'demo')?.id).toBe('2026-01-02-000000-5');
  for (let i = 0; i < 100; i++) write(`2026-02-01-000000-${String(100 + i)}.quadrat`, head);
  trimSessions(folder);
  const left = readdirSync(folder);
  expect(left).toHaveLength(101);
  expect(left).toContain('notes.quadrat');
  expect(left).not.toContain('2026-01-02-000000-5.quadrat');
});
