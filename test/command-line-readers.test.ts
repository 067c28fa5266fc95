import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quadratIn } from './quadrat-process.ts';

const home = mkdtempSync(join(tmpdir(), 'quadrat-readers-'));
const { quadrat, shell } = quadratIn(home);

beforeAll(() => {
  expect(quadrat(['import', 'demo', '--name', 'demo']).status).toBe(0);
}, 60_000);

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

/** The exit code of each `quadrat` of a line, which stands before a pipe. */
function unread(line: string): readonly string[] {
  const { stderr } = shell(line.replaceAll(/quadrat [^|]*(?= \|)/gu, '{ $&; echo "code $?" >&2; }'));
  return [...stderr.matchAll(/^code (\d+)$/gmu)].map(([, code = '']) => code);
}

test('what goes to a file or another program is whole', () => {
  expect(quadrat(['import', 'demo', '--name', 'wide', '--samples', '1200', '--labels', '1', '--no-media']).status).toBe(
    0,
  );
  expect(quadrat(['-d', 'wide', '-c', "ds.values('filepath')"]).stdout.split('\n')).toHaveLength(1201);
  const table = quadrat(['-d', 'wide', '-c', "ds.countValues('filepath')"]).stdout.split('\n');
  expect([table.length, table.at(-2)]).toEqual([1203, '1,200 rows of 1,200 samples']);
});

describe('without a reader', () => {
  test('a reader that goes away is no error where nothing is left undone', () => {
    expect(unread("quadrat help | head -n 1; echo 'ds.count()' | quadrat -d demo | :")).toEqual(['0', '0']);
    expect(unread('quadrat verify coco /dev/null | :')).toEqual(['1']);
  });

  test('without a reader a run goes on to its last change, and tells by its exit code that questions were left', () => {
    const changes = `-c ds -c "ds.tag('unread')" -c "_.count()"`;
    expect(unread(`quadrat -d demo ${changes} -c "ds.nothing()" | :`)).toEqual(['141']);
    expect(quadrat(['-d', 'demo', '-c', "ds.matchTags('unread').count()", '-c', 'ds.undo()'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^60\n/u) as string,
    });
    expect(unread(`quadrat -d demo -c ds -c "ds.nothing()" -c "ds.tag('never')" | :`)).toEqual(['1']);
    expect(unread('quadrat -d demo --keep-going -c ds -c "undo extra" -c undo -c ds -c ds | :')).toEqual(['2']);
  });

  test('a failed statement says more by its exit code than what was found before it', () => {
    const statements = ['-c', 'diff demo ds.limit(2)', '-c', 'projects'];
    const env = { CVAT_URL: 'http://127.0.0.1:9', CVAT_API_TOKEN: 'none' };
    expect(quadrat(['-d', 'demo', ...statements], { env }).status).toBe(3);
    expect(quadrat(['-d', 'demo', '-c', 'diff demo ds.limit(2)', '-c', 'ds.count()'], { env }).status).toBe(1);
    writeFileSync(join(home, 'far.quadrat'), 'projects\n');
    expect(quadrat(['replay', 'far.quadrat'], { env }).status).toBe(3);
    writeFileSync(join(home, 'far.quadrat'), 'projects\nds.nothing()\n');
    expect(quadrat(['replay', 'far.quadrat', '--keep-going'], { env }).status).toBe(1);
  });

  test('a watch ends when nobody reads it any more', () => {
    expect(unread('quadrat watch "ds.count()" -d demo | :')).toEqual(['141']);
  });

  test.runIf(existsSync('/dev/full'))('results that cannot be written end a run, and are no bug', () => {
    const line = `quadrat -d demo -c ds -c "ds.tag('never')" >/dev/full; echo "code $?" >&2; quadrat --version >/dev/full`;
    const { status, stderr } = shell(line);
    const told = /^unwritable {2}results cannot be written to stdout: ENOSPC$/gmu;
    expect({ status, told: stderr.match(told)?.length, code: /code \d+/u.exec(stderr)?.[0] }).toEqual({
      status: 1,
      told: 2,
      code: 'code 1',
    });
    expect(quadrat(['-d', 'demo', '-c', "ds.matchTags('never').count()"]).stdout).toBe('0\n');
    expect(shell('quadrat -d demo -c "ds.nothing()" 2>/dev/full').status).toBe(1);
  });
});
