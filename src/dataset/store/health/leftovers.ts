import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Trouble } from '../../model/trouble.ts';
import { namesIn, databaseOf } from '../dataset-files.ts';
import { hasPendingMoves } from '../moves.ts';
import { temporaries } from '../temporary.ts';
import { holderFile, holderOf, type Self } from '../writer-lock.ts';

/** What crashes and stopped work left in the folder of all datasets. Nothing of it is lost data. */
export function leftoversIn(home: string, self: Self): readonly Trouble[] {
  return [...unfinished(home), ...deadWriters(home, self), ...moves(home)];
}

function unfinished(home: string): readonly Trouble[] {
  const base = { check: 'leftovers', severity: 'info' } as const;
  const [tmp, pulls, pushes] = [temporaries(home), entriesOf(home, 'pulls'), entriesOf(home, 'pushes')];
  return [
    ...tmp.map((where): Trouble => ({
      ...base,
      message: 'an import that is running, or was killed',
      where: join('tmp', where),
      hint: 'nothing: the next start removes it where no import holds it',
    })),
    ...pulls.map((where): Trouble => ({
      ...base,
      message: 'a pull that did not end',
      where: join('pulls', where),
      hint: 'pull the project again: it goes on from there',
    })),
    ...pushes.map((where): Trouble => ({
      ...base,
      message: 'a push that did not end',
      where: join('pushes', where),
      hint: 'push again: it goes on in the same project',
    })),
  ];
}

function deadWriters(home: string, self: Self): readonly Trouble[] {
  return namesIn(home)
    .filter((name) => existsSync(holderFile(databaseOf(home, name))))
    .map((name): Trouble => {
      const holder = holderOf(databaseOf(home, name), self);
      const base = { check: 'writer', severity: 'info', where: name } as const;
      if (holder !== undefined) return { ...base, message: `being written by ${holder}` };
      const message = 'a writer was killed: its change was not kept, the dataset is as it was before';
      return { ...base, message, hint: 'nothing: the next change removes the note' };
    });
}

function moves(home: string): readonly Trouble[] {
  if (!hasPendingMoves(home)) return [];
  const file = 'pending-moves.json';
  try {
    JSON.parse(readFileSync(join(home, file), 'utf8'));
  } catch {
    const message = 'a half-done rename or delete cannot be read';
    return [
      { check: 'leftovers', severity: 'error', message, where: file, hint: `look at it, then move ${file} away` },
    ];
  }
  const message = 'a rename or delete was interrupted';
  return [{ check: 'leftovers', severity: 'info', message, where: file, hint: 'nothing: the next start finishes it' }];
}

function entriesOf(home: string, folder: string): readonly string[] {
  const path = join(home, folder);
  return existsSync(path) ? readdirSync(path).sort() : [];
}
