import { posix } from 'node:path';
import { pictureName } from '../../media/picture-name.ts';
import { type Place, tell, within } from './place.ts';

/** A file path of an export: absolute where it is, else below the folder; made safe by `pictureName`, which is noted. */
export function filePathIn(given: string, place: Place): string {
  const isAbsolute = given.startsWith('/');
  const { path, fault } = pictureName(isAbsolute ? posix.normalize(given).slice(1) : given);
  if (fault !== null) {
    tell(within(place, JSON.stringify(given)), 'noted', `file paths that needed to be made safe: one that ${fault}`);
  }
  return isAbsolute ? `/${path}` : posix.join(place.folder, path);
}
