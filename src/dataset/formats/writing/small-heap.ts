import { setFlagsFromString } from 'node:v8';

/**
 * Does work that makes much garbage of what lived for a moment. Left alone, V8 takes that for lasting and lets the heap grow to several
 * times what is in use before it looks; here it looks when a fifth has been added, which costs some processor time.
 */
export async function inSmallHeap<T>(work: () => Promise<T>): Promise<T> {
  setFlagsFromString('--heap-growing-percent=20');
  try {
    return await work();
  } finally {
    setFlagsFromString('--heap-growing-percent=0');
  }
}
