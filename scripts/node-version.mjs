// Which Node runs Quadrat: the bundled one, or one on the machine that is new enough.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Keep in step with `engines` in package.json and with bin/quadrat. */
const OLDEST = [22, 18];

/** Whether a version such as `v22.18.0` is new enough. */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

export function bundledNode(root) {
  return join(root, 'node_modules', '.bin', 'node');
}

/** One sentence for the user, or undefined when a suitable Node is there. */
export function complainAboutNode(root, version = process.version) {
  if (isNewEnough(version) || existsSync(bundledNode(root))) return undefined;
  return `needs Node ${OLDEST.join('.')} or newer; this is ${version}, and no bundled Node runs on ${process.platform}-${process.arch}.`;
}
