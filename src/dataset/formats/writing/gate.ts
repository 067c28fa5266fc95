/** Lets work through as long as its weights together stay within the capacity; what is heavier goes alone. */
export type Gate = <T>(weight: number, work: () => Promise<T>) => Promise<T>;

/** A gate of that capacity. Work that waits goes in the order in which it came. */
export function gate(capacity: number): Gate {
  let inside = 0;
  let last: Promise<void> = Promise.resolve();
  const waiting: (() => void)[] = [];
  const enter = async (weight: number): Promise<void> => {
    while (inside > 0 && inside + weight > capacity) {
      await new Promise<void>((resume) => waiting.push(resume));
    }
    inside += weight;
  };
  return async (weight, work) => {
    const turn = last.then(() => enter(weight));
    last = turn;
    await turn;
    try {
      return await work();
    } finally {
      inside -= weight;
      waiting.shift()?.();
    }
  };
}
