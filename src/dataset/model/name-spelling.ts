/** `no-media` as a word: `noMedia`. */
export function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

/** `noMedia`, or `no_media`, as a command line has it: `no-media`. */
export function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`).replaceAll('_', '-');
}
