/** Bracketed paste on. */
export const ENTER_MODES = '\x1b[?2004h';

/** Everything off that a screen may have switched on: paste markers, synchronised output; the cursor on. */
export const LEAVE_MODES = '\x1b[?2004l\x1b[?2026l\x1b[?25h';
