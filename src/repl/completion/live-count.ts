import type { Answer } from '../../dataset/query/answer.ts';
import type { Bound } from '../../dataset/query/bind.ts';
import type { Plan } from '../../dataset/query/plan.ts';
import { countableTexts } from './countable-texts.ts';

/** How much the view in a text that is being typed holds. */
export type ViewCount = {
  /** The text that was counted. */
  readonly of: string;
  /** True where it is the beginning of what was typed: the rest is no view yet. */
  readonly isPrefix: boolean;
  readonly samples: number;
  readonly labels: number;
};

/** Counts the view of a text while it is typed. */
export type LiveCount = {
  /** Tells what stands in the prompt now. */
  readonly typed: (text: string) => void;
  /** Data may have changed: nothing counted before is true any more. */
  readonly forget: () => void;
};

/** What counting needs of the world outside. */
export type CountPorts = {
  /** @throws UserError */
  readonly bind: (text: string) => Promise<Bound>;
  readonly answer: (plan: Plan, signal: AbortSignal) => Promise<Answer>;
  /** Calls later, once no more keys have come for a moment; the function returned calls it off. */
  readonly later: (work: () => void) => () => void;
  readonly told: (count: ViewCount) => void;
};

/**
 * Counts in the background, after a pause in the typing. Only what was counted of the text as it is now is told; a count that
 * no text asks for any more is cancelled when the next one starts, or where the text has none. Whatever fails is silent.
 */
export function createLiveCount({ bind, answer, later, told }: CountPorts): LiveCount {
  let latest = '';
  let callOff = (): void => undefined;
  let counting: Counting | undefined;
  let counted = new Map<string, Counted>();
  const start = (plan: Plan, key: string): Counting => {
    counting?.abort.abort();
    const abort = new AbortController();
    const into = counted;
    const result = answer(plan, abort.signal).then((found) => {
      const sizes = sizesOf(found);
      if (sizes !== undefined) into.set(key, sizes);
      return sizes;
    });
    return { key, abort, result };
  };
  /** Counts, unless that has been done or is being done. */
  const sizesOfPlan = async (plan: Plan): Promise<Counted | undefined> => {
    const key = JSON.stringify(plan);
    if (counted.has(key)) return counted.get(key);
    if (counting?.key !== key || counting.abort.signal.aborted) counting = start(plan, key);
    return counting.result;
  };
  const count = async (text: string): Promise<void> => {
    const view = await viewIn(text, bind);
    if (text !== latest) return;
    if (view === undefined) {
      counting?.abort.abort();
      return;
    }
    const sizes = await sizesOfPlan(view.plan);
    if (text === latest && sizes !== undefined) told({ of: view.of, isPrefix: view.isPrefix, ...sizes });
  };
  return {
    typed: (text) => {
      if (text === latest) return;
      latest = text;
      callOff();
      if (text.trim() === '') counting?.abort.abort();
      callOff = later(() => void count(text).catch(() => undefined));
    },
    forget: () => {
      counting?.abort.abort();
      counting = undefined;
      counted = new Map();
      latest = '';
    },
  };
}

type Counted = { readonly samples: number; readonly labels: number };
type Counting = {
  readonly key: string;
  readonly abort: AbortController;
  readonly result: Promise<Counted | undefined>;
};

function sizesOf(answer: Answer): Counted | undefined {
  if (answer.kind !== 'view') return undefined;
  return { samples: answer.samples, labels: Object.values(answer.labels).reduce((sum, labels) => sum + labels, 0) };
}

type View = { readonly plan: Plan; readonly of: string; readonly isPrefix: boolean };

/** The view of the longest part that binds; none where that is a whole dataset, whose size is known. */
async function viewIn(text: string, bind: CountPorts['bind']): Promise<View | undefined> {
  for (const { complete, of, isPrefix } of countableTexts(text)) {
    const bound = await bind(complete).catch(() => undefined);
    if (bound === undefined) continue;
    if (bound.kind === 'value' || bound.plan.stages.length === 0) return undefined;
    return { plan: bound.plan, of, isPrefix };
  }
  return undefined;
}
