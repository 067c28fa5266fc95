/** An integer with thousands separators, the same in every locale: `2,204`. */
export function formatCount(n: number): string {
  return Number.isFinite(n)
    ? String(n).replace(/^(-?)(\d+)/u, (_, sign: string, digits: string) => sign + group(digits))
    : String(n);
}

/** A count and what is counted: `1 sample`, `2,204 labels`, `3 classes`. */
export function counted(n: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(n)} ${n === 1 ? singular : plural}`;
}

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/gu, ',');
}
