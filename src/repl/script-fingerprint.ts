import { UserError } from '../diagnostics.ts';
import type { DatasetInfo } from '../dataset/dataset.ts';

const DIGEST_NAMES = ['labels', 'fields', 'identity'] as const satisfies readonly (keyof DatasetInfo['digests'])[];

/** The digests of the dataset that a script was written on, `sha256:...` by name; without those it does not tell. */
export type Fingerprint = Readonly<Partial<Record<(typeof DIGEST_NAMES)[number], string>>>;

/** A dataset, as far as the header of a script tells of it. */
export type ScriptDataset = Pick<DatasetInfo, 'name' | 'samples' | 'labels' | 'digests'>;

/** The lines of a header that tell of a dataset. */
export function datasetLines({ name, samples, labels, digests }: ScriptDataset): readonly string[] {
  const written = /[\s"]/u.test(name) ? JSON.stringify(name) : name;
  return [
    `#: dataset ds ${written}   samples ${String(samples)}   labels ${String(labels)}`,
    ...DIGEST_NAMES.map((each) => `#: digest  ds ${each.padEnd(8)} sha256:${digests[each]}`),
  ];
}

/** What `#: digest ds NAME sha256:...` says, from its words behind `digest`. */
export function readDigest(words: readonly string[]): Fingerprint {
  const name = DIGEST_NAMES.find((each) => words.includes(each));
  const digest = words.find((word) => word.startsWith('sha256:'));
  return name === undefined || digest === undefined ? {} : { [name]: digest };
}

/** The script with a header that tells of the dataset as it is; one that names no dataset stays as it is. */
export function withDataset(text: string, dataset: ScriptDataset): string {
  return text
    .split('\n')
    .flatMap((line) => {
      if (/^#:\s*digest\b/u.test(line)) return [];
      return /^#:\s*dataset\b/u.test(line) ? datasetLines(dataset) : [line];
    })
    .join('\n');
}

/**
 * Refuses a dataset that is not the one a script was written on.
 * @throws UserError `mismatch`, or `invalid` where the script does not tell
 */
export function expectFingerprint(fingerprint: Fingerprint, { name, digests }: ScriptDataset): void {
  const untold = DIGEST_NAMES.filter((each) => fingerprint[each] === undefined);
  if (untold.length > 0) {
    throw new UserError('invalid', `the script has no digest of the ${untold.join(', ')} that it was written on`, {
      hint: 'replay FILE --update writes them behind a line `#: dataset ds NAME`; save writes them, too',
    });
  }
  const other = DIGEST_NAMES.filter((each) => fingerprint[each] !== `sha256:${digests[each]}`);
  if (other.length === 0) return;
  const told = other.map((each) => `${each} sha256:${digests[each]}, in the script ${String(fingerprint[each])}`);
  throw new UserError('mismatch', `${name} is not as it was: ${told.join('; ')}`, {
    hint: 'replay without --frozen to see which steps differ',
  });
}
