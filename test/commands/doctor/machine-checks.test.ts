import { expect, test } from 'vitest';
import { machineChecks } from '../../../src/commands/doctor/index.ts';
import type { Machine } from '../../../src/commands/doctor/machine.ts';
import { soundMachine } from '../../demo-session.ts';

const GIGABYTE = 1024 ** 3;

/** Severity, check and message of what is found, without what is only told. */
function complaints(more: Partial<Machine>, env: Readonly<Record<string, string>> = SOUND): readonly string[] {
  const machine = soundMachine('/data/quadrat', more);
  return machineChecks
    .flatMap((check) => check({ machine, env }))
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, check, message, hint = 'no hint' }) => `${severity} ${check}: ${message} | ${hint}`);
}

const SOUND = { TERM: 'xterm-kitty', LANG: 'C.UTF-8' };
const { terminal, home } = soundMachine('/data/quadrat');

test('on a sound machine everything is told and nothing is wrong', () => {
  const machine = soundMachine('/data/quadrat');
  const found = machineChecks.flatMap((check) => check({ machine, env: SOUND }));
  expect(found.map(({ severity, check, message }) => `${severity} ${check}: ${message}`)).toEqual([
    'info terminal: 80 columns, 24 rows',
    'info colours: all colours, TERM xterm-kitty',
    'info pictures: pictures are shown by the kitty protocol, in full: TERM is xterm-kitty',
    'info locale: LANG is C.UTF-8: UTF-8',
    'info link: a local terminal, answers after 4 ms',
    'info node: quadrat test on Node 24.0.0; 22.18 or newer will do',
    'info disk: datasets: 47 GB free of 93 GB',
    'info disk: temporary files: 47 GB free of 93 GB',
    'info memory: 3.7 GB free of 7.5 GB',
  ]);
});

test.each<[string, Partial<Machine>, Readonly<Record<string, string>> | undefined, string]>([
  [
    'a small window',
    { terminal: { ...terminal, columns: 30 } },
    undefined,
    'warning terminal: 30 columns, 24 rows: tables and menus are cut | widen the window to 40 columns and 12 rows or more',
  ],
  [
    'a locale without UTF-8',
    { terminal: { ...terminal, unicode: false } },
    { TERM: 'xterm', LC_ALL: 'C', LANG: 'de_DE.UTF-8' },
    'warning locale: LC_ALL is C: not UTF-8, names and bars are shown in ASCII | export LANG=C.UTF-8, or another locale with UTF-8',
  ],
  [
    'a cache that cannot be written',
    { node: { version: '24.0.0', oldest: '22.18', compileCache: undefined } },
    undefined,
    'warning node: compiled code cannot be kept: every start takes longer | let the folder dist/ of the installation be writable for whoever starts it first',
  ],
  [
    'a disk that is nearly full',
    { home: { ...home, free: 0.1 * GIGABYTE } },
    undefined,
    'error disk: datasets: 102 MB free of 93 GB: nearly full | let QUADRAT_HOME point to a disk with room, or: trash empty',
  ],
  [
    'a network disk',
    { home: { ...home, network: 'NFS' } },
    undefined,
    'warning disk: datasets lie on NFS: two machines that write one dataset there damage it | keep QUADRAT_HOME on a disk of this machine; export or back up to the network',
  ],
  [
    'a folder that may not be written',
    { home: { ...home, writable: false } },
    undefined,
    'error disk: datasets: the folder may not be written | check its permissions: ls -ld /data/quadrat',
  ],
  [
    'little memory',
    { memory: { free: 0.1 * GIGABYTE, limit: 0.5 * GIGABYTE } },
    undefined,
    'warning memory: 102 MB free of 512 MB: little | end other programs, or raise the limit of the container; large exports may be stopped by the system',
  ],
  [
    'a password that others may read',
    { config: { mode: 0o644, text: 'cvat:\n  url: https://cvat.example\n  password: hunter2\n' } },
    undefined,
    'error permissions: others may read the secrets in it (mode 644) | chmod 600 /data/quadrat/config.yaml',
  ],
  [
    'a home that everybody may write',
    { home: { ...home, mode: 0o777 } },
    undefined,
    'warning permissions: everybody on this machine may change the datasets (mode 777) | chmod o-w /data/quadrat',
  ],
])('%s', (_what, more, env, expected) => {
  expect(complaints(more, env)).toEqual([expected]);
});

test('settings without secrets may be read by others', () => {
  expect(complaints({ config: { mode: 0o644, text: 'theme: dark\ncvat:\n  url: https://cvat.example\n' } })).toEqual(
    [],
  );
});
