import { call, type Operation } from '../term.ts';
import { INT } from '../type.ts';
import { defineMethod, type Method } from './define-method.ts';

/** What can be asked of a date, all in UTC; missing where it is. */
export const dateMethods: readonly Method[] = [
  part('year', [], 'year', 'The year.'),
  part('month', [], 'month', 'The month, 1 to 12.'),
  part('week', [], 'week', 'The week of the year, 0 to 53; weeks begin on Sunday.'),
  part('dayOfMonth', ['day'], 'day', 'The day of the month, 1 to 31.'),
  part('dayOfWeek', [], 'weekday', 'The day of the week, 1 (Sunday) to 7.'),
  part('dayOfYear', [], 'day-of-year', 'The day of the year, 1 to 366.'),
  part('hour', [], 'hour', 'The hour, 0 to 23.'),
  part('minute', [], 'minute', 'The minute, 0 to 59.'),
  part('second', [], 'second', 'The second, 0 to 59.'),
  part('millisecond', [], 'millisecond', 'The millisecond, 0 to 999.'),
];

function part(name: string, aliases: readonly string[], operation: Operation, summary: string): Method {
  return defineMethod({
    name,
    aliases,
    on: 'date',
    summary,
    example: `date('2021-05-01T12:30:15.250Z').${name}()`,
    params: [],
    apply: (date) => call(operation, [date], INT),
  });
}
