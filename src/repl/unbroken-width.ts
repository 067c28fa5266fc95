/**
 * How wide rows are made in a terminal of a width. A terminal that becomes narrower breaks those that are wider than it is
 * then, and tmux moves as many rows at the top of its screen to the scrollback, from where no one can take a frame back: as
 * far as one eighth, nothing is broken. What is no wider than usual has no room to give.
 */
export function unbrokenWidth(columns: number): number {
  return Math.max(Math.min(columns, USUAL_WIDTH), columns - Math.floor(columns / 8));
}

const USUAL_WIDTH = 80;
