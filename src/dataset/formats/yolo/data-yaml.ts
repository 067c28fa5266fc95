/** Name of the file that describes the folder to trainers. */
export const DATA_YAML = 'data.yaml';

/**
 * The text of `data.yaml`: `path`, `train`, `val`, `test`, `nc`, `names`, and `more`, in that order. `path` is absolute, because
 * Ultralytics looks for a relative one from where it runs and then in its own folder of datasets; whoever moves the folder
 * changes that line, or takes it out: without it the folder of the file itself is meant.
 */
export async function dataYaml(
  path: string,
  names: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { dump } = await import('js-yaml');
  const content = {
    path,
    train: 'images/train',
    val: 'images/val',
    test: 'images/test',
    nc: names.length,
    names,
    ...more,
  };
  return dump(content, { lineWidth: -1 });
}
