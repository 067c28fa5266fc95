import { listKeyOf } from '../../dataset/model/schema.ts';
import { fits } from '../../dataset/query/bind/bind-method.ts';
import type { Method } from '../../dataset/query/methods/define-method.ts';
import { METHODS } from '../../dataset/query/methods/index.ts';
import { aliasesOf } from '../../dataset/query/param.ts';
import type { Term } from '../../dataset/query/term.ts';
import { verbs } from '../../dataset/query/verbs/index.ts';
import type { CompletionItem } from './completion.ts';
import { signatureOf } from '../../commands/help/signature.ts';
import { labelParts, PARTS_OF_METADATA, sampleFields } from './fields.ts';
import { chainBefore, termBefore } from './infer.ts';
import { calling, isWord, item } from './items.ts';
import { labelFieldsOf, type Place } from './place.ts';
import { spelled } from './spelling.ts';

/** What can follow a dot: verbs and commands on a view, nothing on a value, parts and methods in an expression. */
export function afterDot(place: Place): readonly CompletionItem[] {
  if (place.chain.length === 1 && place.chain[0] === 'fo') return [LOAD_DATASET];
  const chained = chainBefore(place);
  if (chained === 'value') return [];
  const parts = chained === undefined ? onTerm(termBefore(place), place) : onView(place);
  const fields = chained === 'sample' ? sampleFields(place.catalog) : [];
  return [...fields, ...parts].filter(({ name }) => isWord(name));
}

const LOAD_DATASET = calling(
  { name: 'load_dataset', label: 'load_dataset(name)', takes: true },
  'another dataset',
  'function',
);

function onView({ knowledge, spelling, word }: Place): readonly CompletionItem[] {
  const ends = knowledge.commands.filter(({ scope, later }) => scope !== 'none' && later !== true);
  return [
    ...verbs.flatMap((verb) =>
      spelled(verb, spelling, word).map((name) =>
        calling({ name, label: signatureOf({ ...verb, name }), takes: verb.params.length > 0 }, verb.summary, 'verb'),
      ),
    ),
    ...ends.flatMap(({ name, aliases = [], summary, params }) =>
      spelled({ name, aliases: aliasesOf(name, aliases) }, spelling, word).map((each) =>
        calling({ name: each, label: `${each}()`, takes: params.length > 0 }, summary, 'command'),
      ),
    ),
  ];
}

function onTerm(term: Term | undefined, place: Place): readonly CompletionItem[] {
  const { operand, catalog } = place;
  if (term === undefined) return operand === '' ? [] : methodItems(() => true, place);
  if (term.kind === 'labels') return onLabels(term, place);
  if (term.kind === 'field' && term.name === 'metadata') return PARTS_OF_METADATA;
  const { kind } = term.type;
  if (kind === 'sample') return sampleFields(catalog);
  if (kind === 'label') return partsOfLabel(place);
  return methodItems(({ on }) => (kind === 'any' ? on !== 'labels' : fits(on, term)), place);
}

function partsOfLabel({ focus, catalog }: Place): readonly CompletionItem[] {
  return labelParts(focus.kind === 'label' ? focus.fields : labelFieldsOf(catalog));
}

function onLabels(term: Extract<Term, { kind: 'labels' }>, place: Place): readonly CompletionItem[] {
  const field = labelFieldsOf(place.catalog).find(({ name }) => name === term.field);
  const list = field?.list === true && !term.each ? [item(listKeyOf(field.label), 'the labels', 'field')] : [];
  return [
    ...methodItems(({ on }) => on === 'labels', place),
    ...labelParts(field === undefined ? [] : [field]),
    ...list,
    ...methodItems(({ on }) => on === 'value', place),
  ];
}

/** Of several methods with one name the first stands for all. */
function methodItems(isFitting: (method: Method) => boolean, { spelling, word }: Place): readonly CompletionItem[] {
  const seen = new Set<string>();
  return METHODS.filter(isFitting)
    .flatMap((method) => spelled(method, spelling, word).map((name) => ({ ...method, name })))
    .filter(({ name }) => !seen.has(name) && seen.add(name))
    .map((method) =>
      calling(
        { name: method.name, label: signatureOf(method), takes: method.params.length > 0 },
        method.summary,
        'method',
      ),
    );
}
