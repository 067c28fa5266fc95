import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../diagnostics.ts';
import { PASTE_LIMIT } from '../input/keys.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Lets the user change a text in `$VISUAL`, `$EDITOR` or vi, which has the terminal meanwhile. The text lies in a file that
 * nobody else can read, in a folder of its own, both removed afterwards.
 *
 * @throws UserError `unreadable` where the editor fails or leaves no text
 */
export async function runEditor(text: string, env: Environment): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'quadrat-edit-'));
  try {
    const file = join(folder, 'line.quadrat');
    await writeFile(file, `${text}\n`, { mode: 0o600, flag: 'wx' });
    const editor = editorIn(env);
    const status = await statusOf(editor, file);
    if (status !== 0) throw failed(editor, `ended with ${String(status)}`);
    if ((await stat(file)).size > PASTE_LIMIT) throw failed(editor, 'left more text than a line can hold');
    return (await readFile(file, 'utf8')).replace(/\r\n?/gu, '\n').replace(/\n+$/u, '');
  } catch (error) {
    throw error instanceof UserError ? error : failed(editorIn(env), 'left no text that can be read', error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The program and its options, as the user's shell would take them. */
function editorIn(env: Environment): string {
  return [env['VISUAL'], env['EDITOR']].find((each) => each !== undefined && each.trim() !== '') ?? 'vi';
}

/** How a program ended: its code, or the signal that ended it. */
function statusOf(editor: string, file: string): Promise<number | NodeJS.Signals> {
  return new Promise((resolve, reject) => {
    // The editor may have options and quotes: the shell divides it, and the file stays one word.
    const child = spawn('/bin/sh', ['-c', `${editor} "$@"`, 'sh', file], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      resolve(code ?? signal ?? 1);
    });
  });
}

function failed(editor: string, what: string, cause?: unknown): UserError {
  return new UserError('unreadable', `${editor} ${what}; the text is as it was`, { cause });
}
