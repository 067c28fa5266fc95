import { basename, dirname } from 'node:path';

/** The folder of an export, also where a file of it was named. */
export function exportFolder(path: string): string {
  return ['metadata.json', 'samples.json'].includes(basename(path)) ? dirname(path) : path;
}
