import type { MachineCheck } from './machine-check.ts';

/** How many colours there are, and what takes them away. */
export const terminalColours: MachineCheck = ({ machine: { terminal }, env }) => {
  if (!terminal.interactive) return [];
  const check = 'colours';
  const message = `${COLOURS[terminal.colour]}, TERM ${env['TERM'] ?? 'is not set'}`;
  if (terminal.colour === 3) return [{ check, severity: 'info', message }];
  if (isSet(env['NO_COLOR'])) return [{ check, severity: 'info', message: `${message}, as NO_COLOR asks` }];
  if (terminal.colour === 0) {
    const hint = 'set TERM to what the terminal is, such as xterm-256color, or give --color always';
    return [{ check, severity: 'warning', message, hint }];
  }
  const overSsh = isSet(env['SSH_CONNECTION']) && !isSet(env['COLORTERM']);
  const hint = overSsh
    ? 'ssh does not hand COLORTERM on: where the terminal has all colours, export COLORTERM=truecolor there'
    : 'where the terminal has all colours, export COLORTERM=truecolor';
  return [{ check, severity: 'info', message, hint }];
};

const COLOURS = ['no colours', '16 colours', '256 colours', 'all colours'] as const;

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
