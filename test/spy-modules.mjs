// node --import ./test/spy-modules.mjs ... names every module it loads on stderr.
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  load(url, context, next) {
    writeSync(2, `LOADED ${url}\n`);
    return next(url, context);
  },
});
