/**
 * Lines of a unified diff without headers: ` ` kept, `-` only before, `+` only after; unchanged stretches are shortened to
 * one line of context on each side. Longest common subsequence; texts over 400 lines are compared by position.
 */
export function lineDiff(before: readonly string[], after: readonly string[]): readonly string[] {
  const all = before.length > 400 || after.length > 400 ? byPosition(before, after) : byLcs(before, after);
  return all.filter((line, i) => {
    if (!line.startsWith(' ')) return true;
    return [all[i - 1], all[i + 1]].some((other) => other?.startsWith(' ') === false);
  });
}

function byPosition(before: readonly string[], after: readonly string[]): readonly string[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, i) => i).flatMap((i) => {
    const [was, is] = [before[i], after[i]];
    if (was === is) return [` ${was ?? ''}`];
    return [...(was === undefined ? [] : [`-${was}`]), ...(is === undefined ? [] : [`+${is}`])];
  });
}

function byLcs(before: readonly string[], after: readonly string[]): readonly string[] {
  const lengths = lcsLengths(before, after);
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push(` ${before[i++] ?? ''}`);
      j++;
    } else if (j >= after.length || (i < before.length && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      lines.push(`-${before[i++] ?? ''}`);
    } else {
      lines.push(`+${after[j++] ?? ''}`);
    }
  }
  return lines;
}

/** `lengths[i][j]`: length of the longest common subsequence of `before[i..]` and `after[j..]`. */
function lcsLengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    const row = lengths[i];
    const below = lengths[i + 1];
    if (row === undefined || below === undefined) continue;
    for (let j = after.length - 1; j >= 0; j--) {
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}
