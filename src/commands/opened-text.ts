import type { Dataset } from '../dataset/dataset.ts';
import { counted } from '../dataset/model/counted.ts';
import type { Output } from '../output.ts';

/** What is said of a dataset that has become the session's. */
export async function openedText(dataset: Dataset): Promise<Output> {
  const { samples, labels } = await dataset.info();
  return { kind: 'text', text: `ds is ${dataset.name}: ${counted(samples, 'sample')}, ${counted(labels, 'label')}` };
}
