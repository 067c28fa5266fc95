import { join } from 'node:path';
import { formatBytes } from '../../render/numbers.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { renderCopiedToTerminal } from '../../render/copied.ts';
import { sanitize } from '../../render/sanitize.ts';
import { writePieces } from '../text-files.ts';
import { clipboardSequence } from './clipboard.ts';
import type { Copied } from './result-printer.ts';
import type { ShellPorts } from './shell.ts';
import type { WholeTerminal } from './full-screen.ts';

/** Copies to the clipboard of a terminal, and to a file under the home, which is there where the terminal takes nothing. */
export function copyTo(
  { write }: Pick<WholeTerminal, 'write'>,
  { home, env }: { readonly home: string; readonly env: Readonly<Record<string, string | undefined>> },
): Pick<ShellPorts, 'copy' | 'copied'> {
  return {
    copy: async (text, what) => {
      const file = join(home, 'copied.txt');
      const sequence = clipboardSequence(text, env);
      const isKept = await writePieces(file, async function* () {
        yield await Promise.resolve(text);
      }).then(
        () => true,
        () => false,
      );
      if (sequence !== null) write(sequence);
      const kept = isKept ? `, also in ${sanitize(file)}` : '';
      const size = formatBytes(Buffer.byteLength(text));
      return sequence === null
        ? `${what}, ${size}: too long for the clipboard${kept}`
        : `copied ${what}, ${size}${kept}`;
    },
    copied: (output: Copied, look: RenderOptions) => {
      const sequence = output.text === null ? null : clipboardSequence(output.text, env);
      return (sequence ?? '') + renderCopiedToTerminal(sequence === null ? { ...output, text: null } : output, look);
    },
  };
}
