import { createLiveCount, type LiveCount } from '../completion/live-count.ts';
import { bindText, type Environment } from '../evaluate-expression.ts';
import type { Session } from '../session.ts';
import { textToCount } from './count-text.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/** Counts the view in the prompt after each change of it, in the background. */
export function countTyping(session: Session, store: Store<ShellState, ShellEvent>): Pick<LiveCount, 'forget'> {
  const environment = (): Environment => ({
    ...session.environment(),
    dataset: (name) => session.background(name),
  });
  const live = createLiveCount({
    bind: async (text) => (await bindText(text, environment())).bound,
    answer: async (plan, signal) => {
      const dataset = await session.counting(plan.dataset);
      return dataset.answer({ kind: 'view', plan, mentions: [] }, signal);
    },
    later: (work) => {
      const timer = setTimeout(work, PAUSE);
      return () => {
        clearTimeout(timer);
      };
    },
    told: (count) => {
      store.dispatch({ type: 'counted', count });
    },
  });
  store.subscribe(() => {
    const state = store.get();
    live.typed(state.settings.values.counts ? textToCount(state) : '');
  });
  return { forget: live.forget };
}

/** Milliseconds without a key before a count starts. */
const PAUSE = 120;
