import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Output } from '../../src/output.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';
import { languageReference } from './language-reference.ts';
import { readTranscripts } from './transcript.ts';

const file = join(import.meta.dirname, '..', '..', 'docs', 'language.md');
const BEGIN = '<!-- From here on the text is made from the registry: UPDATE_DOCS=1 npx vitest run test/docs -->\n';

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession();
  await demo.session.submit("ds.limit(3).saveView('to check')");
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

async function ask(statement: string): Promise<Output> {
  const { output, error } = await demo.session.submit(statement);
  if (output === undefined) throw new Error(`${statement} shows nothing`, { cause: error });
  return output;
}

test('the reference is what the registry says', { timeout: 120_000 }, async () => {
  const written = readFileSync(file, 'utf8');
  const [byHand = ''] = written.split(BEGIN);
  const reference = await languageReference(ask);
  const config = await resolveConfig(file);
  const now = await format(`${byHand}${BEGIN}\n${reference}\n`, { ...config, filepath: file });
  const updates = process.env['UPDATE_DOCS'] === '1';
  if (updates) writeFileSync(file, now);
  expect(updates ? now : written).toBe(now);
});

test('by hand there are twenty lines or more, and what they print', () => {
  const [byHand = ''] = readFileSync(file, 'utf8').split(BEGIN);
  const lines = readTranscripts(byHand).flatMap(({ command }) => command.match(/-c "/gu) ?? []);
  expect(lines.length).toBeGreaterThanOrEqual(20);
});
