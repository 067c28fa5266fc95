/** Half-open range [start, end) in UTF-16 units of the text it belongs to. */
export type Span = { readonly start: number; readonly end: number };

/** What kind of mistake it is: a word, stable, part of the JSON output. */
export type ErrorCode =
  | 'syntax'
  | 'unknown-verb'
  | 'unknown-field'
  | 'unknown-name'
  | 'unknown-command'
  | 'bad-argument'
  | 'wrong-type'
  | 'usage'
  | 'not-found'
  | 'exists'
  | 'invalid'
  | 'unreadable'
  | 'unwritable'
  | 'unsupported'
  | 'unreachable'
  | 'busy'
  | 'denied'
  | 'mismatch'
  | 'cancelled';

/** A word in the place that an error points at, or null for all of the place, and what was probably meant there. */
export type Fix = { readonly written: string | null; readonly meant: string };

/** Where a `UserError` points and what to do about it. */
export type ErrorDetails = {
  readonly span?: Span;
  /** One sentence that says what to do. */
  readonly hint?: string;
  readonly fix?: Fix;
  /** The foreign error this one translates. */
  readonly cause?: unknown;
};

/** Something the user can put right. Anything else that is thrown is a bug of ours. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: ErrorCode;
  readonly span: Span | undefined;
  readonly hint: string | undefined;
  readonly fix: Fix | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.span = details.span;
    this.hint = details.hint;
    this.fix = details.fix;
  }
}

/** Exit codes of a run: part of the interface to other programs. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  mismatch: 4,
  bug: 70,
  interrupted: 130,
  /** Steps were left undone as nobody reads what they yield: 128 and the number of SIGPIPE, as of other programs. */
  unread: 141,
} as const;

/** The exit code with which a run ends when `error` was the first failure. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof UserError)) return EXIT.bug;
  if (error.code === 'usage' || error.code === 'unknown-command') return EXIT.usage;
  if (error.code === 'unreachable') return EXIT.unreachable;
  if (error.code === 'mismatch') return EXIT.mismatch;
  if (error.code === 'cancelled') return EXIT.interrupted;
  return EXIT.failed;
}

/** The error of work that was asked to stop; `cause` is what it met or was told. */
export function cancelled(cause?: unknown): UserError {
  return new UserError('cancelled', 'stopped, and nothing was changed', { cause });
}

/** Throws `cancelled` when the signal has been aborted; call it between batches of long work. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled(signal.reason);
}

/** The code of an error of the system or of SQLite, such as `ENOENT`; empty where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
