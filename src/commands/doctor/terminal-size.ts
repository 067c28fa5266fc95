import type { MachineCheck } from './machine-check.ts';

/** Whether there is a terminal with room for a table. */
export const terminalSize: MachineCheck = ({ machine: { terminal }, env }) => {
  const { interactive, columns = 0, rows = 0 } = terminal;
  const check = 'terminal';
  if (!interactive) return [{ check, severity: 'info', message: 'the output is no terminal: no colours, no pictures' }];
  const size = `${String(columns)} columns, ${String(rows)} rows`;
  if (env['TERM'] === 'dumb') {
    const hint = 'where the terminal can do more, set TERM, such as TERM=xterm-256color';
    return [{ check, severity: 'warning', message: `TERM is dumb: the shell reads plain lines; ${size}`, hint }];
  }
  if (columns < 40 || rows < 12) {
    const hint = 'widen the window to 40 columns and 12 rows or more';
    return [{ check, severity: 'warning', message: `${size}: tables and menus are cut`, hint }];
  }
  return [{ check, severity: 'info', message: size }];
};
