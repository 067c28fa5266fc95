/** A CVAT export, however it is packed. */
export type CvatSource = {
  /** The XML file, for messages. */
  readonly name: string;
  readonly xml: () => AsyncIterable<Uint8Array>;
  /**
   * Where the picture lies: absolute, or relative to the media folder of the dataset if it was unpacked to there.
   * @param names safe relative paths under which it may lie below `images`, the likeliest first
   */
  readonly picture: (names: readonly string[]) => Promise<{ readonly path: string; readonly exists: boolean }>;
  readonly notes: () => readonly string[];
  readonly close: () => Promise<void>;
};
