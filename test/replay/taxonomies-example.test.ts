import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDemoSession } from '../demo-session.ts';

test('examples/taxonomies.quadrat comes out as it was recorded', async () => {
  await using demo = await openDemoSession();
  const file = fileURLToPath(new URL('../../examples/taxonomies.quadrat', import.meta.url));
  const { error, output } = await demo.session.submit(`replay ${JSON.stringify(file)}`);
  expect(error).toBeUndefined();
  const verdicts = output?.kind === 'verdict' ? output.verdicts : [];
  expect(verdicts.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
  expect(verdicts.length).toBeGreaterThan(10);
});
