import { expect, test } from 'vitest';
import { openDemoSession } from '../demo-session.ts';

test.each(['copy', 'explain', 'sheet', 'page'])(
  '%s takes an expression or --view, and ignores neither',
  async (name) => {
    await using demo = await openDemoSession({ samples: 4 });
    const { error } = await demo.session.submit(`${name} ds.count() --view ds.limit(2)`);
    expect(error).toMatchObject({
      code: 'usage',
      message: 'an expression says itself of which view it is: --view stands alone',
    });
    expect((await demo.session.submit(`${name} ds.countValues('area') -d demo`)).error).toBeUndefined();
    expect((await demo.session.submit(`${name} --view ds.limit(2)`)).error).toBeUndefined();
  },
);
