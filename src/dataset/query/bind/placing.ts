import { type Span, UserError } from '../../../diagnostics.ts';

/** Runs `work`; errors without a place that it raises point at `span`. */
export function placing<T>(span: Span, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError) || error.span !== undefined) throw error;
    const { code, message, hint } = error;
    throw new UserError(code, message, { span, cause: error, ...(hint !== undefined && { hint }) });
  }
}
