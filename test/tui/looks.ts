const SIZES = [
  [40, 12],
  [80, 24],
  [200, 60],
] as const;

/** Sizes and themes in which every screen has a golden file. */
export const LOOKS = SIZES.flatMap(([columns, rows]) =>
  ['dark', 'light', 'mono'].map((theme) => [columns, rows, theme] as const),
);
