import { UserError } from '../../diagnostics.ts';
import type { Finding } from '../../output.ts';
import type { Context } from '../context.ts';
import { namesServer, withCvat } from '../cvat-connection.ts';

/** Whether the server that settings name can be reached and logged in to; nothing where none is named. */
export async function checkCvat(context: Context): Promise<readonly Finding[]> {
  const check = 'cvat';
  try {
    if (!(await namesServer(context))) return [];
    context.job.report({ what: 'asking CVAT', done: 0, total: null, unit: 'answers' });
    return await withCvat(NO_FLAGS, context, ({ connection: { requests, version, login } }) =>
      Promise.resolve([
        { check, severity: 'info', message: `CVAT ${version}, logged in by ${login}`, where: requests.url } as const,
      ]),
    );
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'cancelled') throw error;
    const { message, hint } = error;
    return [{ check, severity: 'error', message, ...(hint !== undefined && { hint }) }];
  }
}

const NO_FLAGS = {
  url: undefined,
  username: undefined,
  tokenFile: undefined,
  organization: undefined,
  ca: undefined,
};
