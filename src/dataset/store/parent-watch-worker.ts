import { readSync } from 'node:fs';

// A thread of the query process, whose main thread hears nothing while it is inside a statement. It waits for the end of
// a pipe that the other side never writes to: that end comes when the other side dies, and then there is nobody left to
// answer. Without it a statement of hours would outlive a shell that was killed.
const PIPE = 3;

try {
  readSync(PIPE, Buffer.alloc(1));
} finally {
  process.kill(process.pid, 'SIGKILL');
}
