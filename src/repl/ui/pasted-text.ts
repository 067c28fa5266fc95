import { stripTranscript } from '../input/pasted-lines.ts';

/** A paste without the prompts and recorded results of a copied transcript. */
export function pastedText(text: string, dataset: string | undefined): string {
  const prompt = `${dataset ?? 'quadrat'}> `;
  const lines = text.split('\n').map((line) => (line.startsWith(prompt) ? line.slice(prompt.length) : line));
  return stripTranscript(lines.join('\n')).replace(/\n+$/u, '');
}
