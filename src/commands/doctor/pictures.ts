import type { MachineCheck } from './machine-check.ts';

/** How pictures are shown, and why so. */
export const pictures: MachineCheck = ({ machine: { terminal } }) => {
  if (!terminal.interactive) return [];
  const { pictures: how, picturesBecause, tmux } = terminal;
  const message = `pictures are shown by ${NAMES[how] ?? how}: ${picturesBecause}`;
  const hint = tmux
    ? 'in tmux: set -g allow-passthrough on; QUADRAT_IMAGES=kitty where the terminal outside is kitty or Ghostty'
    : 'QUADRAT_IMAGES chooses another way: kitty, iterm, sextant, half, braille, ascii or off';
  const best = how === 'kitty' || how === 'iterm';
  return [{ check: 'pictures', severity: 'info', message, ...(!best && { hint }) }];
};

const NAMES: Readonly<Record<string, string>> = {
  kitty: 'the kitty protocol, in full',
  iterm: 'the iTerm2 protocol, in full',
  sextant: 'sextants, six points a cell',
  quadrant: 'quadrants, four points a cell',
  half: 'half blocks, two points a cell',
  braille: 'braille dots',
  ascii: 'ASCII characters',
  off: 'a description in words',
};
