import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { redactSecrets } from '../commands/doctor/redact.ts';
import { UserError } from '../diagnostics.ts';
import type { Engine } from './engine.ts';
import { isComplete } from './input/brackets.ts';
import type { SessionEvent } from './session-events.ts';
import { statementsIn } from './statements-in.ts';

/** Writes a session down line by line, as a script that runs, so that it can be gone on with after a crash. */
export type Journal = {
  readonly hear: (event: SessionEvent) => void;
  /** Keeps what is typed and not entered; an empty text forgets it. */
  readonly draft: (text: string) => void;
  /** Notes how the session ends, where anything was written of it. */
  readonly end: (how: 'left' | 'hung up' | 'ended by a signal' | 'crashed') => void;
};

/** What a journal begins with. */
export type JournalOptions = {
  /** Folder of the journals: `QUADRAT_HOME/sessions`. */
  readonly folder: string;
  readonly tool: string;
  readonly pid: number;
  readonly at: Date;
};

/**
 * Opens a journal; its file is made with the first statement or draft. Nothing that goes wrong with it ends a session. Only
 * the user may read it, and lines with secrets are not written.
 */
export function openJournal(session: Engine, { folder, tool, pid, at }: JournalOptions): Journal {
  const file = join(folder, `${sessionId(at, pid)}.quadrat`);
  const draftFile = file.replace(/quadrat$/u, 'draft');
  const told = new Map<string, string>();
  let begun = false;
  let dataset: string | undefined;
  const write = (text: string): void => {
    attempt(() => {
      if (!begun) begin();
      appendFileSync(file, text, { mode: 0o600 });
    });
  };
  const begin = (): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    begun = true;
    dataset = session.current;
    const header = dataset === undefined ? '' : `#: dataset ds ${dataset}\n`;
    const start = `#: quadrat 1\n#: tool ${tool}\n${header}#> begun ${at.toISOString()} ${String(pid)}\n`;
    appendFileSync(file, start + news(), { mode: 0o600 });
  };
  /** Definitions and the dataset where they are not as they were last told. */
  const news = (): string => {
    const lines = session.current === dataset ? [] : [`#> dataset ${session.current ?? ''}\n`];
    dataset = session.current;
    for (const [name, variable] of session.environment().variables) {
      if (name.startsWith('_')) continue;
      const definition = variable.kind === 'view' ? { dataset: variable.plan.dataset, text: variable.text } : {};
      const line = redactSecrets(`#> variable ${JSON.stringify({ name, ...definition })}\n`);
      if (told.get(name) !== line) lines.push(line);
      told.set(name, line);
    }
    return lines.join('');
  };
  return {
    hear: (event) => {
      if (event.type === 'cell:started') write(statementText(event.cell.statement));
      else if (event.type === 'cell:finished') write(`#> ${endOf(event.cell.error)}\n${news()}`);
    },
    draft: (text) => {
      attempt(() => {
        if (text.trim() === '' || text.startsWith(' ') || redactSecrets(text) !== text) {
          rmSync(draftFile, { force: true });
          return;
        }
        if (!begun) begin();
        writeFileSync(draftFile, text, { mode: 0o600 });
      });
    },
    end: (how) => {
      if (begun) write(`#> ${how}\n`);
    },
  };
}

/** Names sort by time. */
function sessionId(at: Date, pid: number): string {
  return `${at.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '')}-${String(pid)}`;
}

/** Lines with secrets, and those that would swallow what follows, cannot be run again: they stand as comments. */
function statementText(statement: string): string {
  if (statement.startsWith(' ')) return '# a line that was not to be kept\n';
  const told = redactSecrets(statement);
  const runs = told === statement && statementsIn(statement).length === 1 && isComplete(statement);
  return runs ? `${statement}\n` : `${told.replace(/^/gmu, '# ')}\n`;
}

function endOf(error: unknown): string {
  if (error === undefined) return 'done';
  if (!(error instanceof UserError)) return 'failed bug';
  return error.code === 'cancelled' ? 'stopped' : `failed ${error.code}`;
}

/** A full or read-only disk must not end a session over its journal. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // As it says.
  }
}
