import type { CompletionItem, Knowledge } from './completion.ts';

/**
 * Files and folders that a path can go on with: the folder that stands there already is kept as it was written. Hidden
 * ones come only behind a dot. Folders first, then by name.
 */
export function filePaths(typed: string, { folder }: Pick<Knowledge, 'folder'>): readonly CompletionItem[] {
  const cut = typed.lastIndexOf('/') + 1;
  const before = typed.slice(0, cut);
  const wantsHidden = typed.startsWith('.', cut);
  const found = (folder(before) ?? []).filter(({ name }) => name.startsWith('.') === wantsHidden);
  return found
    .toSorted((left, right) => Number(right.isFolder) - Number(left.isFolder) || (left.name < right.name ? -1 : 1))
    .map(({ name, isFolder }) => ({
      text: before + name + (isFolder ? '/' : ''),
      name: before + name,
      label: name + (isFolder ? '/' : ''),
      detail: isFolder ? 'folder' : 'file',
      kind: 'path' as const,
      ...(isFolder && { continues: true as const }),
    }));
}
