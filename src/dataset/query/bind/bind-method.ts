import { UserError } from '../../../diagnostics.ts';
import type { Expr } from '../ast.ts';
import type { Method, Receiver } from '../methods/define-method.ts';
import { METHODS, methodsNamed } from '../methods/index.ts';
import { call, type Term } from '../term.ts';
import { ANY, describe, FLOAT, isNumber, listOf, STRING } from '../type.ts';
import { bindArguments } from './bind-arguments.ts';
import { type BindContext, fieldNamed, unknown } from './context.ts';
import { mentionInCall } from './mentions.ts';
import { instead, isNotYetThere } from './not-yet.ts';

type Call = Extract<Expr, { kind: 'call' }>;
type Member = Extract<Expr, { kind: 'member' }>;

/**
 * What a method makes of `receiver`.
 * @throws UserError `unknown-verb` with the nearest name, `wrong-type` where the receiver does not fit
 */
export function bindMethod(receiver: Term, member: Member, { args, span }: Call, context: BindContext): Term {
  const candidates = methodsNamed(member.name);
  const method = candidates.find(({ on }) => fits(on, receiver)) ?? forUnknown(receiver, candidates, args.length);
  if (method === undefined) throw noSuchMethod(receiver, member, candidates);
  const field = receiver.kind === 'labels' ? fieldNamed(context.catalog, receiver.field) : undefined;
  const callee = { name: member.name, span: member.nameSpan };
  const bound = bindArguments(callee, method.params, args, {
    ...context,
    ...(field?.kind === 'labels' && { receiver: [field] }),
  });
  mentionInCall(method, receiver, args, context);
  return method.apply(readAs(method.on, receiver), bound, span);
}

/** A value of unknown type is read as what the first method works on that takes as many arguments. */
function forUnknown({ type }: Term, candidates: readonly Method[], given: number): Method | undefined {
  if (type.kind !== 'any') return undefined;
  const possible = candidates.filter(({ on, params }) => on !== 'labels' && params.length >= given);
  return possible[0] ?? candidates.find(({ on }) => on !== 'labels');
}

/** Whether a method that works on `on` can be called on a term. */
export function fits(on: Receiver, { kind, type }: Term): boolean {
  switch (on) {
    case 'value':
      return true;
    case 'text':
      return type.kind === 'string';
    case 'number':
      return isNumber(type);
    case 'labels':
      return kind === 'labels';
    case 'bool':
    case 'date':
    case 'list':
      return type.kind === on;
  }
}

/** A receiver of unknown type, read as what the method works on. */
function readAs(on: Receiver, receiver: Term): Term {
  if (receiver.type.kind !== 'any') return receiver;
  if (on === 'text') return call('as-text', [receiver], STRING);
  if (on === 'number') return call('as-number', [receiver], FLOAT);
  if (on === 'list') return call('as-list', [receiver], listOf(ANY));
  return receiver;
}

function noSuchMethod(receiver: Term, { name, nameSpan }: Member, candidates: readonly Method[]): UserError {
  const replacement = instead(name);
  if (replacement !== undefined) {
    return new UserError('unsupported', `${name} is not part of the language`, { span: nameSpan, hint: replacement });
  }
  const [candidate] = candidates;
  if (candidate !== undefined) {
    const hint =
      receiver.kind === 'labels' ? `name what of the labels: ${receiver.field}.label.${name}(...)` : undefined;
    const needed = [...new Set(candidates.map(({ on }) => NEEDED[on]))].join(' or ');
    const message = `${name} works on ${needed}, this is ${describe(receiver.type)}`;
    return new UserError('wrong-type', message, { span: nameSpan, ...(hint !== undefined && { hint }) });
  }
  if (isNotYetThere(name)) return new UserError('unsupported', `${name} is not there yet`, { span: nameSpan });
  const same = SYNONYMS.get(name.toLowerCase());
  if (same !== undefined) {
    return new UserError('unknown-verb', `${describe(receiver.type)} has no ${name}()`, {
      span: nameSpan,
      hint: `use ${same}()`,
    });
  }
  const known = METHODS.filter(({ on }) => fits(on, receiver)).flatMap((method) => [method.name, ...method.aliases]);
  return unknown('unknown-verb', `${describe(receiver.type)} has no ${name}()`, { name, span: nameSpan, known });
}

/** What other languages call it. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['len', 'length'],
  ['size', 'length'],
  ['avg', 'mean'],
  ['average', 'mean'],
  ['stddev', 'std'],
  ['has', 'contains'],
  ['isin', 'isIn'],
  ['distinct', 'unique'],
  ['isnull', 'isMissing'],
  ['fillna', 'ifNull'],
  ['foreach', 'map'],
]);

const NEEDED: Readonly<Record<Receiver, string>> = {
  value: 'any value',
  text: 'text',
  number: 'a number',
  bool: 'true or false',
  date: 'a date',
  list: 'a list',
  labels: 'a field of labels',
};
