import type { Changed, Library } from '../library.ts';
import type { Job } from '../model/job.ts';
import type { Source } from './merge-matches.ts';
import { mergeInto } from './merge-into.ts';
import { pictureMover } from './merge-pictures.ts';
import { emptyReport, reportNotes } from './merge-report.ts';
import type { MergeRules } from './merge-rules.ts';

/** Merges the samples of a view into a dataset, in one step that `undo` takes back. @throws UserError; then nothing is done */
export async function mergeDatasets(
  library: Library,
  name: string,
  source: Source,
  options: { readonly rules: MergeRules; readonly statement: string; readonly job: Job; readonly planned: boolean },
): Promise<Changed> {
  const { rules, job, planned } = options;
  const pictures = pictureMover(source.dataset, library.mediaRoot(name), { planned });
  let report = emptyReport();
  try {
    const changed = await library.change(name, options, async (edit) => {
      report = await mergeInto(edit, { name, source, rules, pictures, job });
    });
    return { ...changed, notes: [...reportNotes(report, { absent: pictures.absent() }), ...changed.notes] };
  } catch (error) {
    await pictures.undo();
    throw error;
  }
}
