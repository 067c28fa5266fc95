/** What takes time to read, by key: undefined at first, there when it is asked for again. */
export type Late<V> = {
  readonly of: (key: string) => V | undefined;
  readonly isReading: () => boolean;
  /** Everything is read anew when next asked for; what is being read is cancelled and dropped. */
  readonly forget: () => void;
};

/**
 * Reads each key once when it is first asked for and then calls `told`. A read that fails or takes longer than `patience`
 * milliseconds counts as `otherwise`: a completion that cannot be had is not worth a message.
 */
export function late<V>(
  read: (key: string, signal: AbortSignal) => Promise<V>,
  { otherwise, patience, told }: { readonly otherwise: V; readonly patience: number; readonly told: () => void },
): Late<V> {
  let known = new Map<string, V | undefined>();
  let abort = new AbortController();
  let reading = 0;
  const start = async (key: string, into: typeof known): Promise<void> => {
    reading += 1;
    const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(patience)]);
    const found = await read(key, signal).catch(() => otherwise);
    reading -= 1;
    into.set(key, found);
    if (into === known) told();
  };
  return {
    of: (key) => {
      if (known.has(key)) return known.get(key);
      const [oldest] = known.keys();
      if (known.size >= KEPT && oldest !== undefined) known.delete(oldest);
      known.set(key, undefined);
      void start(key, known);
      return undefined;
    },
    isReading: () => reading > 0,
    forget: () => {
      abort.abort();
      abort = new AbortController();
      known = new Map();
    },
  };
}

const KEPT = 200;
