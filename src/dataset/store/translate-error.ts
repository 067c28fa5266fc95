import { cancelled, codeOf, UserError } from '../../diagnostics.ts';

/** What was being done when something failed, for the message. */
export type Attempt = {
  /** The file, as to be shown. */
  readonly file: string;
  /** Who holds the file for writing, if that is known: `pid 12 on host, ...`. */
  readonly holder?: string | undefined;
};

/**
 * Turns what SQLite or the file system says about the world (a full disk, a damaged or busy file, no permission) into a
 * `UserError`. Anything else, a constraint or a syntax error of SQL above all, is a bug of ours and comes back unchanged.
 */
export function translateError(error: unknown, attempt: Attempt): unknown {
  if (error instanceof UserError) return error;
  const code = codeOf(error);
  if (code === '') return error;
  if (code.startsWith('SQLITE_') && error instanceof Error && TOO_COMPLEX.test(error.message)) return tooComplex(error);
  if (code === 'SQLITE_ERROR' && error instanceof Error && error.message === 'integer overflow') return tooLarge(error);
  const rule = RULES.find(({ codes }) => codes.test(code));
  return rule === undefined ? error : rule.translate(attempt, error);
}

/** Runs `work`; what it throws is translated. */
export function translating<T>(attempt: Attempt, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translateError(error, attempt);
  }
}

/** What SQLite says of statements and values beyond its limits: queries are compiled from what was written. */
const TOO_COMPLEX =
  /maximum depth|nested too deep$|^Recursion limit|^parser stack overflow|tables in a join$|^too many (arguments on|SQL variables|terms|columns|references)|^string or blob too big$/;

function tooComplex(cause: Error): UserError {
  return new UserError('unsupported', 'this is more than SQLite can compute in one statement', {
    hint: 'split it into several steps, each a view or a field of its own',
    cause,
  });
}

function tooLarge(cause: Error): UserError {
  return new UserError('unsupported', 'whole numbers became too large', {
    hint: 'compute with fractions: multiply by 1.0 first',
    cause,
  });
}

type Rule = { readonly codes: RegExp; readonly translate: (attempt: Attempt, cause: unknown) => UserError };

const RULES: readonly Rule[] = [
  { codes: /^SQLITE_(BUSY|LOCKED)/, translate: busy },
  { codes: /^SQLITE_INTERRUPT/, translate: (_, cause) => cancelled(cause) },
  { codes: /^SQLITE_NOTADB/, translate: notADatabase },
  { codes: /^SQLITE_(CORRUPT|IOERR_(READ|SHORT_READ|CORRUPTFS))/, translate: damaged },
  { codes: /^(SQLITE_FULL|ENOSPC|EDQUOT)/, translate: full },
  { codes: /^(SQLITE_(READONLY|PERM)|EROFS|EACCES|EPERM|ENOTDIR|EEXIST)/, translate: forbidden },
  { codes: /^(SQLITE_CANTOPEN)/, translate: cannotOpen },
  { codes: /^(SQLITE_IOERR|EFBIG|EIO|EMFILE|ENAMETOOLONG)/, translate: failedWrite },
];

function busy({ file, holder }: Attempt, cause: unknown): UserError {
  const who = holder === undefined ? 'another program' : holder;
  return new UserError('busy', `${file} is being written by ${who}`, {
    hint: 'wait until it has finished, or end it, then try again',
    cause,
  });
}

function notADatabase({ file }: Attempt, cause: unknown): UserError {
  return new UserError('unreadable', `${file} is not a SQLite file`, {
    hint: 'move it out of the folder of datasets, or put a good copy in its place',
    cause,
  });
}

function damaged({ file }: Attempt, cause: unknown): UserError {
  return new UserError('unreadable', `${file} is damaged`, {
    hint: 'doctor --repair NAME rescues what can be read; a backup may have more',
    cause,
  });
}

function full({ file }: Attempt, cause: unknown): UserError {
  return new UserError('unwritable', `the disk that holds ${file} is full; nothing was changed`, {
    hint: 'free some space, or let QUADRAT_HOME point to another disk',
    cause,
  });
}

function forbidden({ file }: Attempt, cause: unknown): UserError {
  return new UserError('unwritable', `${file} may not be written`, {
    hint: 'check the permissions of the file and its folder',
    cause,
  });
}

function cannotOpen({ file }: Attempt, cause: unknown): UserError {
  return new UserError('unreadable', `${file} cannot be opened`, {
    hint: 'check that it exists and that it and its folder may be read',
    cause,
  });
}

function failedWrite({ file }: Attempt, cause: unknown): UserError {
  const reason = codeOf(cause) || 'unknown';
  return new UserError('unwritable', `${file} could not be written (${reason}); nothing was changed`, {
    hint: 'check the disk and its limits, then try again',
    cause,
  });
}
