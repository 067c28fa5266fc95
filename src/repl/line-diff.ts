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
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const lines: string[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [was, is] = [before[i], after[j]];
    if (was === undefined && is === undefined) return lines;
    const step = stepOf(was, is, at(i + 1, j) >= at(i, j + 1));
    lines.push(step + ((step === '+' ? is : was) ?? ''));
    if (step !== '+') i++;
    if (step !== '-') j++;
  }
}

/** What happens to the next lines: kept, taken away, or put in. */
function stepOf(was: string | undefined, is: string | undefined, prefersRemoval: boolean): ' ' | '-' | '+' {
  if (was === is) return ' ';
  if (was === undefined) return '+';
  return is === undefined || prefersRemoval ? '-' : '+';
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
