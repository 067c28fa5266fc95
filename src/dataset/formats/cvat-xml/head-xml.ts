import { SPLITS } from '../writing/split.ts';
import type { Written } from '../writing/written.ts';

/**
 * The head of a CVAT file, up to its first image. With splits it is that of a project, where each is a task with a subset,
 * as readers of CVAT files look for the subsets there and nowhere else; without, that of a task.
 * `labels`: the element that declares them.
 */
export function headXml({ samples, splits }: Written, labels: string): string {
  const used = SPLITS.filter((split) => splits[split].samples > 0);
  const content =
    used.length === 0
      ? `<task>\n${sizeXml(samples)}\n${labels}\n  </task>`
      : `<project>\n<tasks>\n${used.map((split) => taskXml(split, splits[split].samples)).join('')}</tasks>\n${labels}\n  </project>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n  <meta>${content}</meta>\n`;
}

function taskXml(split: string, samples: number): string {
  return `<task><name>${split}</name>${sizeXml(samples)}<subset>${split}</subset></task>\n`;
}

function sizeXml(samples: number): string {
  return `<size>${String(samples)}</size><mode>annotation</mode>`;
}
