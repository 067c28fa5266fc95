import type { MachineCheck } from './machine-check.ts';

/** What lies between the program and the terminal: SSH, tmux, and how long an answer takes. */
export const link: MachineCheck = ({ machine: { terminal }, env }) => {
  if (!terminal.interactive) return [];
  const through = wayTo(terminal.tmux, env);
  const { roundTrip } = terminal;
  if (roundTrip === undefined) return [{ check: 'link', severity: 'info', message: through }];
  const message = `${through}, answers after ${String(Math.round(roundTrip))} ms`;
  if (roundTrip < SLOW) return [{ check: 'link', severity: 'info', message }];
  const hint = 'ssh -C compresses; QUADRAT_IMAGES=half or off sends less; tmux on the server keeps a session alive';
  return [{ check: 'link', severity: 'info', message: `${message}: a slow link`, hint }];
};

function wayTo(tmux: boolean, env: Parameters<MachineCheck>[0]['env']): string {
  const ways = [
    ...((env['SSH_CONNECTION'] ?? env['SSH_TTY'] ?? '') === '' ? [] : ['SSH']),
    ...(tmux ? ['tmux'] : []),
    ...((env['STY'] ?? '') === '' ? [] : ['screen']),
  ];
  return ways.length === 0 ? 'a local terminal' : `through ${ways.join(' and ')}`;
}

/** Milliseconds from which typing is felt to lag. */
const SLOW = 150;
