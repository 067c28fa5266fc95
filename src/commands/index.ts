import { namesOf } from './command-named.ts';
import { copyCommand } from './copy.ts';
import { cvatCommand } from './cvat.ts';
import { datasetsCommand } from './datasets.ts';
import type { AnyCommand } from './define-command.ts';
import { deleteCommand } from './delete.ts';
import { deleteLabelsCommand } from './delete-labels.ts';
import { deleteSamplesCommand } from './delete-samples.ts';
import { exitCommand } from './exit.ts';
import { explainCommand } from './explain.ts';
import { exportCommand } from './export.ts';
import { helpCommand } from './help.ts';
import { historyCommand } from './history.ts';
import { importCommand } from './import.ts';
import { infoCommand } from './info.ts';
import { keepCommand } from './keep.ts';
import { laterCommands } from './later.ts';
import { logCommand } from './log.ts';
import { openCommand } from './open.ts';
import { pageCommand } from './page.ts';
import { previewCommand } from './preview.ts';
import { projectsCommand } from './projects.ts';
import { pullCommand } from './pull.ts';
import { pushCommand } from './push.ts';
import { redoCommand } from './redo.ts';
import { renameCommand } from './rename.ts';
import { replayCommand } from './replay.ts';
import { saveCommand } from './save.ts';
import { sheetCommand } from './sheet.ts';
import { tagCommand } from './tag.ts';
import { tagLabelsCommand } from './tag-labels.ts';
import { tasksCommand } from './tasks.ts';
import { trashCommand } from './trash.ts';
import { undoCommand } from './undo.ts';
import { untagCommand } from './untag.ts';
import { untagLabelsCommand } from './untag-labels.ts';
import { verifyCommand } from './verify.ts';
import { deleteViewCommand } from './delete-view.ts';
import { freezeCommand } from './freeze.ts';
import { renameViewCommand } from './rename-view.ts';
import { saveViewCommand } from './save-view.ts';
import { viewsCommand } from './views.ts';

/** Every command, in the order in which help lists them. */
export const commands: readonly AnyCommand[] = [
  datasetsCommand,
  openCommand,
  infoCommand,
  importCommand,
  exportCommand,
  verifyCommand,
  cvatCommand,
  projectsCommand,
  tasksCommand,
  pullCommand,
  pushCommand,
  previewCommand,
  sheetCommand,
  pageCommand,
  copyCommand,
  explainCommand,
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
  undoCommand,
  redoCommand,
  logCommand,
  renameCommand,
  deleteCommand,
  trashCommand,
  saveCommand,
  replayCommand,
  historyCommand,
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
