import type { MachineCheck } from './machine-check.ts';

/** Whether the locale lets letters beyond ASCII be shown. */
export const locale: MachineCheck = ({ machine: { terminal }, env }) => {
  const named = ['LC_ALL', 'LC_CTYPE', 'LANG'].map((name) => [name, env[name] ?? ''] as const);
  const [name, value] = named.find(([, text]) => text !== '') ?? ['LANG', 'not set'];
  const message = `${name} is ${value}`;
  if (terminal.unicode) return [{ check: 'locale', severity: 'info', message: `${message}: UTF-8` }];
  const hint = 'export LANG=C.UTF-8, or another locale with UTF-8';
  return [
    { check: 'locale', severity: 'warning', message: `${message}: not UTF-8, names and bars are shown in ASCII`, hint },
  ];
};
