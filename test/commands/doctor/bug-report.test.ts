import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact, redactSecrets } from '../../../src/commands/doctor/redact.ts';
import { openDemoSession } from '../../demo-session.ts';

/** What must not be found in a report, wherever it stands. */
const PLANTED = {
  env: 'env-pw-93hf7',
  token: 'tok-abcdefgh12345',
  proxy: 'proxypw77',
  config: 'conf-pw-4411',
  user: 'marine_biologist',
  log: 'log-secret-5512',
  bearer: 'Zm9vYmFyYmF6cXV4',
};

test('a report tells nothing of secrets, paths, hosts and users that are planted everywhere', async () => {
  const config = `theme: dark\ncvat:\n  url: https://cvat.secret-lab.org\n  username: ${PLANTED.user}\n  password: ${PLANTED.config}\n`;
  await using demo = await openDemoSession({
    samples: 12,
    env: {
      CVAT_PASSWORD: PLANTED.env,
      CVAT_ACCESS_TOKEN: PLANTED.token,
      HTTPS_PROXY: `http://me:${PLANTED.proxy}@proxy.secret-lab.org:8080`,
      TERM: 'xterm-kitty',
      SSH_CONNECTION: '10.1.2.3 50 10.9.8.7 22',
    },
    machine: {
      config: { mode: 0o600, text: config },
      bugs: [
        `Error: GET https://cvat.secret-lab.org/api/tasks?token=${PLANTED.log} failed`,
        `    at pull (/home/diver/quadrat/dist/cli.js:1:2) on lagoon for diver`,
        `    Authorization: Bearer ${PLANTED.bearer}`,
        `    password "${PLANTED.env}" was refused for ${PLANTED.user}@secret-lab.org`,
        'TypeError: x is undefined',
      ],
    },
  });
  mkdirSync(join(demo.home, 'logs'));
  writeFileSync(join(demo.home, 'history.jsonl'), JSON.stringify({ line: `cvat --token ${PLANTED.token}`, at: '' }));
  const { output, error } = await demo.session.submit('bug');
  expect(error).toBeUndefined();
  const text = output?.kind === 'text' ? output.text : '';
  for (const [what, planted] of Object.entries(PLANTED))
    expect({ what, found: text.includes(planted) }).toEqual({ what, found: false });
  for (const name of ['secret-lab', 'lagoon', 'diver', '10.1.2.3', demo.home])
    expect({ name, found: text.includes(name) }).toEqual({ name, found: false });
  expect(text).toContain('TypeError: x is undefined');
  expect(text).toContain('~/quadrat/dist/cli.js:1:2');
  expect(text).toContain('CVAT_PASSWORD is set');
  expect(text).toContain('TERM=xterm-kitty');
  expect(text).toContain('theme');
}, 60_000);

test.each([
  ['cvat --token=abc123', 'cvat --token=[secret]'],
  ['CVAT_PASSWORD=hunter2 quadrat pull', 'CVAT_PASSWORD=[secret] quadrat pull'],
  ['"access_token": "abc.def"', '"access_token": "[secret]"'],
  ['https://me:pw@host/x', 'https://[secret]@host/x'],
  ['Authorization: Token 0123456789abcdef', 'Authorization: [secret]'],
  ["ds.where(area == 'Moorea')", "ds.where(area == 'Moorea')"],
  ["ds.countValues('gt.label')", "ds.countValues('gt.label')"],
  ["pull 'criobe' --token-file ~/t", "pull 'criobe' --token-file ~/t"],
])('%s', (line, expected) => {
  expect(redactSecrets(line)).toBe(expected);
});

test('a known secret never comes through, wherever it stands', () => {
  const known = fc.string({
    minLength: 6,
    maxLength: 20,
    unit: fc.constantFrom('a', 'Z', '0', '$', '.', '*', '+', '?', '[', ']', '(', ')', '{', '|', '^', '-', '_'),
  });
  fc.assert(
    fc.property(fc.string(), known, fc.string(), (before, secret, after) => {
      const text = redact(before + secret + after, { secrets: [secret], folders: [], user: '', host: '' });
      expect(text.includes(secret)).toBe(false);
    }),
  );
});
