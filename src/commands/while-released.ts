import type { SessionPort } from './context.ts';

/**
 * Does what needs a dataset to be closed; where that fails, because a job still reads it, `ds` means it again.
 * @returns whether it was the one `ds` meant
 */
export async function whileReleased(name: string, session: SessionPort, work: () => Promise<void>): Promise<boolean> {
  const wasOpen = await session.release(name);
  try {
    await work();
  } catch (error) {
    if (wasOpen) await session.use(name);
    throw error;
  }
  return wasOpen;
}
