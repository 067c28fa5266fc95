import { expect, test } from 'vitest';
import { openDemoSession } from '../demo-session.ts';

test('a field that comes to be of another type is told of, and so is that undo takes it back', async () => {
  await using demo = await openDemoSession({ samples: 12 });
  const { output } = await demo.session.submit("ds.setField('year', year + 0.5).save()");
  expect(output).toMatchObject({ what: { 'samples changed': 12, 'year: int becomes float': 1 } });
  expect((await demo.session.submit('log')).output).toMatchObject({
    rows: [expect.arrayContaining(['12 samples changed, year: int becomes float']), expect.anything()],
  });
  expect((await demo.session.submit('undo')).output).toMatchObject({ what: { 'year: float becomes int': 1 } });
  const whole = await demo.session.submit("ds.setField('year', year + 1).save()");
  expect(whole.output).toMatchObject({ what: { 'samples changed': 12 } });
}, 60_000);
