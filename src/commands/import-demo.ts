import { UserError } from '../diagnostics.ts';
import type { Library } from '../dataset/library.ts';
import type { Job } from '../dataset/model/job.ts';
import type { Output } from '../output.ts';
import { fillDataset } from './fill-dataset.ts';

/** What kind of reef; each has a default. `media: false` makes labels without pictures. */
export type DemoOptions = {
  readonly samples?: number | undefined;
  readonly labels?: number | undefined;
  readonly seed?: number | undefined;
  readonly media: boolean;
};

/** Makes the demo reef, or a larger one of its kind, as a dataset of that name. @throws UserError */
export async function importDemo(
  name: string,
  { samples, labels, seed, media }: DemoOptions,
  target: { readonly library: Library; readonly statement: string; readonly job: Job },
): Promise<Output> {
  for (const [flag, value] of Object.entries({ samples, labels })) {
    if (value !== undefined && value < 1) throw new UserError('usage', `--${flag} is at least 1, not ${String(value)}`);
  }
  // The painter and its encoder are large: nobody else pays for them.
  const { readDemo } = await import('../dataset/demo/demo.ts');
  return fillDataset(name, target, (mediaOut) =>
    readDemo(
      {
        ...(samples !== undefined && { samples }),
        ...(labels !== undefined && { labels }),
        ...(seed !== undefined && { seed }),
        media,
        mediaOut,
      },
      target.job,
    ),
  );
}
