/** What takes time to read, by key: undefined at first, there when it is asked for again. */
export type Late<V> = {
  readonly of: (key: string) => V | undefined;
  readonly isReading: () => boolean;
  /** Everything is read anew when next asked for; what is being read is cancelled and dropped. */
  readonly forget: () => void;
};

/**
 * Reads each key once when it is first asked for and then calls `told`, upon which whoever still wants another asks again: of
 * what is asked for while something is being read only the last is worth reading. A read that fails or takes longer than
 * `patience` lasts counts as `otherwise`: a completion that cannot be had is not worth a message.
 */
export function late<V>(
  read: (key: string, signal: AbortSignal) => Promise<V>,
  {
    otherwise,
    patience,
    told,
  }: { readonly otherwise: V; readonly patience: () => AbortSignal; readonly told: () => void },
): Late<V> {
  let known = new Map<string, V>();
  let abort = new AbortController();
  let isReading = false;
  const start = async (key: string): Promise<void> => {
    const mine = abort;
    isReading = true;
    const found = await read(key, AbortSignal.any([mine.signal, patience()])).catch(() => otherwise);
    if (mine !== abort) return;
    isReading = false;
    const [oldest] = known.keys();
    if (known.size >= KEPT && oldest !== undefined) known.delete(oldest);
    known.set(key, found);
    told();
  };
  return {
    of: (key) => {
      if (!known.has(key) && !isReading) void start(key);
      return known.get(key);
    },
    isReading: () => isReading,
    forget: () => {
      abort.abort();
      abort = new AbortController();
      isReading = false;
      known = new Map();
    },
  };
}

const KEPT = 200;
