/**
 * A date as datasets keep it: ISO 8601 in UTC with milliseconds. Without a time it is midnight, without a zone UTC.
 * @returns undefined for what is no date
 */
export function isoDate(text: string): string | undefined {
  const parts = DATE.exec(text.trim())?.groups;
  if (parts === undefined) return undefined;
  const part = (name: string, otherwise: string): string => parts[name] ?? otherwise;
  const [year, month, day] = [part('year', ''), part('month', '01'), part('day', '01')];
  const time = part('time', '00:00') + part('seconds', ':00');
  const millisecond = part('fraction', '').padEnd(3, '0').slice(0, 3);
  const zone = part('zone', 'Z').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const date = new Date(`${year}-${month}-${day}T${time}.${millisecond}${zone}`);
  return Number.isNaN(date.getTime()) || !isDay(year, month, day) ? undefined : date.toISOString();
}

const DATE =
  /^(?<year>\d{4})(?:-(?<month>\d\d)(?:-(?<day>\d\d))?)?(?:[T ](?<time>\d\d:\d\d)(?<seconds>:\d\d)?(?:\.(?<fraction>\d{1,9}))?)?(?<zone>Z|[+-]\d\d:?\d\d)?$/;

/** `Date` takes 30 February for 2 March. */
function isDay(year: string, month: string, day: string): boolean {
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
}

/** The date with these parts, as Python's `datetime(year, month, day, hour, minute, second, microsecond)` has it. */
export function dateOfParts(parts: readonly number[]): string | undefined {
  if (parts.length === 0 || parts.length > 7 || parts.some((part) => !Number.isInteger(part) || part < 0))
    return undefined;
  const [year, month, day, hour, minute, second, micro] = [...parts, ...FIRST_INSTANT.slice(parts.length)].map(String);
  const date = [year?.padStart(4, '0'), month?.padStart(2, '0'), day?.padStart(2, '0')].join('-');
  const time = [hour, minute, second].map((part) => part?.padStart(2, '0')).join(':');
  return isoDate(`${date}T${time}.${(micro ?? '').padStart(6, '0').slice(0, 3)}Z`);
}

const FIRST_INSTANT = [1, 1, 1, 0, 0, 0, 0];
