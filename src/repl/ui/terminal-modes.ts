/** Bracketed paste on. */
export const ENTER_MODES = '\x1b[?2004h';

/** Everything off that a screen may have switched on: paste markers, synchronised output; the cursor on. */
export const LEAVE_MODES = '\x1b[?2004l\x1b[?2026l\x1b[?25h';

/**
 * To the alternate screen, and back: what was on the screen before is there again. Meanwhile lines do not wrap: a character that the
 * terminal takes for wider than we do is cut at the edge, and does not push the rows below it down.
 */
export const ENTER_FULL_SCREEN = '\x1b[?1049h\x1b[?7l';
export const LEAVE_FULL_SCREEN = '\x1b[m\x1b[r\x1b[?7h\x1b[?2026l\x1b[?1049l';

/** Takes away the row that the cursor is in. */
export const CLEAR_ROW = '\r\x1b[K';
