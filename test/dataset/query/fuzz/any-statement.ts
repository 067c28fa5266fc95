import { mutated, noise } from './mutate.ts';
import type { Random } from './random.ts';
import { statement } from './statements.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A statement as somebody might type it: six in ten as meant, three with accidents in them, one without any sense. */
export function anyStatement(words: Vocabulary, random: Random): string {
  const kind = random.int(10);
  if (kind === 9) return noise(random);
  const meant = statement(words, random);
  return kind < 6 ? meant : mutated(meant, random);
}
