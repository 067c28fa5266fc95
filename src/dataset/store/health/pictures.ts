import { isAbsolute, resolve, sep } from 'node:path';
import { breathe } from '../breathe.ts';
import type { Trouble } from '../../model/trouble.ts';
import type { HealthCheck, Patient } from './health-check.ts';

/** Whether the pictures are where their samples say. */
export const picturesCheck: HealthCheck = {
  name: 'pictures',
  run: async (patient) => {
    const found = await lookForPictures(patient);
    const troubles: Trouble[] = [];
    const base = { check: 'pictures', where: patient.name } as const;
    if (found.outside > 0) {
      const message = `${String(found.outside)} file paths lead out of the media folder`;
      troubles.push({ ...base, severity: 'error', message, hint: 'export what is wanted and import it anew' });
    }
    if (found.missing > 0) {
      const examples = `such as ${found.examples.join(', ')}`;
      const message =
        found.missing === found.all
          ? `none of the ${String(found.all)} pictures is there, ${examples}`
          : `${String(found.missing)} of ${String(found.all)} pictures are missing, ${examples}`;
      troubles.push({
        ...base,
        severity: 'warning',
        message,
        hint: 'is their disk mounted? else pull or import with pictures again; labels and tags are not touched',
      });
    }
    return troubles;
  },
};

const PAGE = 512;
const SHOWN = 3;

async function lookForPictures(patient: Patient): Promise<Found> {
  const { ask, job } = patient;
  const found: Found = { all: 0, missing: 0, outside: 0, examples: [] };
  for (let last = 0; ;) {
    const rows = await ask('SELECT id, filepath FROM sample WHERE id > ? ORDER BY id LIMIT ?', last, PAGE);
    if (rows.length === 0) return found;
    last = Number(rows.at(-1)?.[0]);
    const paths = rows.map(([, path]) => String(path));
    const places = await Promise.all(paths.map((path) => placeOf(path, patient)));
    // In the order of the samples, whichever was looked for first.
    places.forEach((place, i) => {
      count(place, paths[i] ?? '', found);
    });
    job.report({ what: 'looking for pictures', done: found.all, total: null, unit: 'pictures' });
    await breathe(job);
  }
}

type Found = { all: number; missing: number; outside: number; readonly examples: string[] };

type Place = 'there' | 'missing' | 'outside';

async function placeOf(path: string, { mediaRoot, isThere }: Patient): Promise<Place> {
  const file = isAbsolute(path) ? path : resolve(mediaRoot, path);
  if (path.includes('\0') || (!isAbsolute(path) && !file.startsWith(mediaRoot + sep))) return 'outside';
  return (await isThere(file)) ? 'there' : 'missing';
}

function count(place: Place, path: string, found: Found): void {
  found.all += 1;
  if (place === 'outside') found.outside += 1;
  if (place !== 'missing') return;
  found.missing += 1;
  if (found.examples.length < SHOWN) found.examples.push(path);
}
