import { EXIT, UserError } from '../diagnostics.ts';
import type { RenderOptions } from '../render/render-options.ts';
import type { Invocation } from './argv.ts';
import { paintFirst } from './first-paint.ts';
import { drawerOn, progressOn } from './headless.ts';
import type { Run } from './host.ts';
import { createLinkProbe } from './link-probe.ts';
import { lookOf } from './look.ts';
import { homeOf, openSession } from './open-session.ts';
import { latestSession, type LeftSession, readSessions, sessionsFolder, trimSessions } from './past-sessions.ts';
import { paramsFrom } from './script.ts';
import { openJournal } from './session-journal.ts';
import { readStart } from './start.ts';
import { VERSION } from './version.ts';

/** Opens the shell, where the last one on the same dataset was left, or that of `--resume`; gives the exit code. */
export async function runScreen(host: Run, invocation: Invocation): Promise<number> {
  const { colour, mode } = invocation;
  const home = homeOf(host);
  const folder = sessionsFolder(home);
  const { isAlive } = host.runtime;
  const resume = mode.kind === 'shell' ? mode.resume : undefined;
  const resumed = resume === undefined ? undefined : sessionToResume(folder, resume, invocation.dataset, isAlive);
  const probe = createLinkProbe(host.now);
  const session = await openSession(host, {
    dataset: invocation.dataset ?? resumed?.dataset,
    params: paramsFrom(invocation.params),
    runner: 'child',
    prompt: true,
    progress: progressOn(host, invocation),
    roundTrip: probe.measure,
  });
  let giveBack = (): void => undefined;
  try {
    const { current } = session;
    if (current !== undefined) await session.use(current);
    const at = new Date();
    const past = resumed ?? latestSession(folder, isAlive, ({ dataset }) => dataset === current);
    const journal = openJournal(session, { folder, tool: `quadrat ${VERSION}`, pid: host.pid, at });
    session.on(journal.hear);
    const look = (): RenderOptions => lookOf(host, 'stdout', colour);
    const start = readStart(session.ports.library, current, past, { resumed: resumed !== undefined, now: at });
    giveBack = paintFirst(host, start, look());
    const drawPicture = drawerOn(host, colour);
    await host.openScreen({ session, home, journal, probe, start, look, settings: host.settings, drawPicture });
    trimSessions(folder);
  } finally {
    giveBack();
    await session.close();
  }
  return EXIT.ok;
}

/** The session that was asked for; without an id the latest one that has ended. @throws UserError `not-found` */
function sessionToResume(
  folder: string,
  id: string,
  dataset: string | undefined,
  isAlive: (pid: number) => boolean,
): LeftSession {
  const fits = (session: LeftSession): boolean =>
    (id === '' || session.id === id) && (dataset === undefined || session.dataset === dataset);
  const found = id === '' ? latestSession(folder, isAlive, fits) : readSessions(folder, isAlive).find(fits);
  if (found?.state === 'running') {
    throw new UserError('busy', `session ${id} is still running`, { hint: 'go on with it in its own terminal' });
  }
  if (found !== undefined) return found;
  const known = readSessions(folder, isAlive).filter(({ state }) => state !== 'running');
  const list = known
    .slice(0, 5)
    .map((session) => `${session.id} (${session.dataset ?? 'no dataset'}, ${session.state})`);
  throw new UserError(
    'not-found',
    id === ''
      ? `there is no session to resume${dataset === undefined ? '' : ` on ${dataset}`}`
      : `there is no session ${id}`,
    {
      hint:
        list.length === 0 ? 'sessions are written down from their first statement on' : `there are: ${list.join(', ')}`,
    },
  );
}
