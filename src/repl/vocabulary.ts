import { namesOf } from '../commands/command-named.ts';
import { commands } from '../commands/index.ts';
import { METHODS } from '../dataset/query/methods/index.ts';
import { verbs } from '../dataset/query/verbs/index.ts';
import { highlight, type Vocabulary } from '../render/highlight.ts';
import type { RenderOptions } from '../render/render-options.ts';

const VOCABULARY: Vocabulary = {
  verbs: new Set([...verbs, ...METHODS].flatMap(({ name, aliases }) => [name, ...aliases])),
  commands: new Set(commands.flatMap(namesOf)),
};

/** A statement in its colours. */
export function paintStatement(text: string, look: RenderOptions): string {
  return highlight(text, VOCABULARY, look);
}
