/** FiftyOne's `safe`, of questions about numbers. */
export const SAFE = {
  name: 'safe',
  type: 'bool',
  optional: true,
  default: false,
  about: 'infinite values count as missing',
} as const;
