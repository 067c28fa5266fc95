import { addCollectionCommand } from './add-collection.ts';
import { addSampleFieldCommand } from './add-sample-field.ts';
import { clearSampleFieldCommand } from './clear-sample-field.ts';
import { cloneSampleFieldCommand } from './clone-sample-field.ts';
import { deleteSampleFieldCommand } from './delete-sample-field.ts';
import { renameSampleFieldCommand } from './rename-sample-field.ts';
import { namesOf } from './command-named.ts';
import { backupCommand } from './backup.ts';
import { cloneCommand } from './clone.ts';
import { copyCommand } from './copy.ts';
import { connectCommand } from './connect.ts';
import { datasetsCommand } from './datasets.ts';
import type { AnyCommand } from './define-command.ts';
import { deleteCommand } from './delete.ts';
import { deleteLabelsCommand } from './delete-labels.ts';
import { deleteSamplesCommand } from './delete-samples.ts';
import { diffCommand } from './diff.ts';
import { bugCommand } from './bug.ts';
import { doctorCommand } from './doctor.ts';
import { exitCommand } from './exit.ts';
import { explainCommand } from './explain.ts';
import { exportCommand } from './export.ts';
import { helpCommand } from './help.ts';
import { historyCommand } from './history.ts';
import { importCommand } from './import.ts';
import { fgCommand } from './fg.ts';
import { infoCommand } from './info.ts';
import { jobsCommand } from './jobs.ts';
import { keepCommand } from './keep.ts';
import { killCommand } from './kill.ts';
import { laterCommands } from './later.ts';
import { logCommand } from './log.ts';
import { noteCommand } from './note.ts';
import { mergeCommand } from './merge.ts';
import { mergeSamplesCommand } from './merge-samples.ts';
import { openCommand } from './open.ts';
import { plotCommand } from './plot.ts';
import { pageCommand } from './page.ts';
import { previewCommand } from './preview.ts';
import { projectsCommand } from './projects.ts';
import { pullCommand } from './pull.ts';
import { pushCommand } from './push.ts';
import { redoCommand } from './redo.ts';
import { renameCommand } from './rename.ts';
import { replayCommand } from './replay.ts';
import { restoreCommand } from './restore.ts';
import { revertCommand } from './revert.ts';
import { saveCommand } from './save.ts';
import { snapshotCommand } from './snapshot.ts';
import { setCommand } from './set.ts';
import { sessionsCommand } from './sessions.ts';
import { sheetCommand } from './sheet.ts';
import { tagCommand } from './tag.ts';
import { tagLabelsCommand } from './tag-labels.ts';
import { tasksCommand } from './tasks.ts';
import { taxonomyCommand } from './taxonomy.ts';
import { trashCommand } from './trash.ts';
import { undoCommand } from './undo.ts';
import { untagCommand } from './untag.ts';
import { untagLabelsCommand } from './untag-labels.ts';
import { verifyCommand } from './verify.ts';
import { deleteViewCommand } from './delete-view.ts';
import { freezeCommand } from './freeze.ts';
import { renameViewCommand } from './rename-view.ts';
import { saveDiffCommand } from './save-diff.ts';
import { saveViewCommand } from './save-view.ts';
import { versionsCommand } from './versions.ts';
import { viewsCommand } from './views.ts';
import { watchCommand } from './watch.ts';

/** Every command, in the order in which help lists them. */
export const commands: readonly AnyCommand[] = [
  datasetsCommand,
  openCommand,
  infoCommand,
  noteCommand,
  importCommand,
  exportCommand,
  verifyCommand,
  connectCommand,
  projectsCommand,
  tasksCommand,
  pullCommand,
  pushCommand,
  plotCommand,
  previewCommand,
  sheetCommand,
  pageCommand,
  copyCommand,
  explainCommand,
  taxonomyCommand,
  saveViewCommand,
  freezeCommand,
  viewsCommand,
  renameViewCommand,
  deleteViewCommand,
  tagCommand,
  untagCommand,
  tagLabelsCommand,
  untagLabelsCommand,
  deleteLabelsCommand,
  deleteSamplesCommand,
  keepCommand,
  addSampleFieldCommand,
  renameSampleFieldCommand,
  cloneSampleFieldCommand,
  clearSampleFieldCommand,
  deleteSampleFieldCommand,
  diffCommand,
  saveDiffCommand,
  mergeCommand,
  mergeSamplesCommand,
  addCollectionCommand,
  undoCommand,
  redoCommand,
  logCommand,
  snapshotCommand,
  versionsCommand,
  revertCommand,
  cloneCommand,
  backupCommand,
  restoreCommand,
  renameCommand,
  deleteCommand,
  trashCommand,
  watchCommand,
  jobsCommand,
  fgCommand,
  killCommand,
  saveCommand,
  replayCommand,
  historyCommand,
  setCommand,
  sessionsCommand,
  doctorCommand,
  bugCommand,
  helpCommand,
  exitCommand,
  ...laterCommands,
];

/** Words that name no dataset, in whatever case, and no variable. */
export const reservedWords: ReadonlySet<string> = new Set([
  ...commands.flatMap(namesOf).flatMap((name) => [name, name.toLowerCase()]),
  'run',
  'ds',
  'dataset',
]);
