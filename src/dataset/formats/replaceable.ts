import type { Job } from '../model/job.ts';
import { type Anew, folderChanges } from './folder-changes.ts';
import { expectNoLinksInto, expectNoStrangers } from './kept-files.ts';

/**
 * Looks whether a folder may go when the same is written anew: all in it was written by an export of that format and is as it was
 * then, and no dataset is made of a picture that would be gone or another.
 *
 * @param place the folder, with links resolved; not empty
 * @returns how many files are there
 * @throws UserError `exists` where it may not
 */
export async function expectReplaceable(place: string, anew: Anew, job: Job): Promise<number> {
  await expectNoStrangers(place, anew);
  const { changed, removed, unchanged } = await folderChanges(place, anew, job);
  await expectNoLinksInto({ place, target: anew.target }, anew);
  return changed.length + removed.length + unchanged;
}
