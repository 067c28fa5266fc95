/**
 * Resolves when signals that came until now have been heard: a statement that is answered in place leaves the event loop no
 * time for them, and neither do many of them.
 */
export function signalsHeard(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
