/** State outside React: read it, change it by events, hear of changes. */
export type Store<S, E> = {
  readonly get: () => S;
  readonly dispatch: (event: E) => void;
  /** Called after each change; the returned function unsubscribes. */
  readonly subscribe: (listener: () => void) => () => void;
};

/** A store whose states follow from a pure reducer. */
export function createStore<S, E>(reduce: (state: S, event: E) => S, initial: S): Store<S, E> {
  const listeners = new Set<() => void>();
  let state = initial;
  return {
    get: () => state,
    dispatch: (event) => {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Resolves as soon as a state meets the condition. */
export function until<S>(
  store: Pick<Store<S, never>, 'get' | 'subscribe'>,
  holds: (state: S) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!holds(store.get())) return;
      stop();
      resolve();
    };
    const stop = store.subscribe(look);
    look();
  });
}
