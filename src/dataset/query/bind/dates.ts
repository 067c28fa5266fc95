/**
 * A date as datasets keep it: ISO 8601 in UTC with milliseconds. Without a time it is midnight, without a zone UTC.
 * @returns undefined for what is no date
 */
export function isoDate(text: string): string | undefined {
  const parts =
    /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(Z|[+-]\d\d:?\d\d)?$/.exec(
      text.trim(),
    );
  if (parts === null) return undefined;
  const [, year = '', month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] =
    parts;
  const millisecond = fraction.padEnd(3, '0').slice(0, 3);
  const offset = zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}${offset}`);
  if (Number.isNaN(date.getTime())) return undefined;
  const days = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate();
  return days === Number(day) ? date.toISOString() : undefined;
}

/** The date with these parts, as Python's `datetime(year, month, day, hour, minute, second, microsecond)` has it. */
export function dateOfParts(parts: readonly number[]): string | undefined {
  const [year, month = 1, day = 1, hour = 0, minute = 0, second = 0, micro = 0] = parts;
  if (year === undefined || year < 0 || year > 9999 || parts.some((part) => !Number.isInteger(part))) return undefined;
  const two = (part: number): string => String(part).padStart(2, '0');
  const fraction = String(micro).padStart(6, '0').slice(0, 3);
  return isoDate(
    `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.${fraction}Z`,
  );
}
