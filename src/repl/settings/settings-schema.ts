import { CVAT_KEYS } from '../../commands/cvat-connection.ts';
import type { JsonObject } from '../../dataset/model/json-value.ts';
import type { Json } from '../../dataset/model/label.ts';
import { KEYMAP } from '../input/keymap.ts';
import { type Setting, SETTINGS } from './settings.ts';

/**
 * The configuration file as a JSON Schema (draft 2020-12), by which an editor completes and checks it. It comes from the same tables
 * as `set`, the keys and the section `cvat`.
 */
export function settingsSchema(): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'config.yaml of Quadrat',
    ...strict({
      ...Object.fromEntries(SETTINGS.map((setting: Setting) => [setting.name, schemaOf(setting)])),
      keys: { description: 'Keys in place of those that actions have.', ...strict(contexts()) },
      cvat: {
        description: 'The server that pull and push speak to; the environment and .env stand before it.',
        ...strict(Object.fromEntries(CVAT_KEYS.map((key): [string, Json] => [key, { type: ['string', 'number'] }]))),
      },
    }),
  };
}

/** An object of these members and no others. */
function strict(properties: JsonObject): JsonObject {
  return { type: 'object', properties, additionalProperties: false };
}

function schemaOf(setting: Setting): Json {
  const { summary: description, default: given } = setting;
  switch (setting.kind) {
    case 'choice':
      return { description, enum: setting.choices.flatMap(readings), default: given };
    case 'switch':
      return { description, enum: [true, false, 'on', 'off', 'yes', 'no'], default: given };
    case 'number':
      return { description, type: 'integer', minimum: setting.least, maximum: setting.most, default: given };
  }
}

/** A choice, and what YAML takes it for where it has no quotes. */
function readings(choice: string): Json[] {
  if (/^\d+$/u.test(choice)) return [choice, Number(choice)];
  return choice === 'true' ? [choice, true] : [choice];
}

function contexts(): JsonObject {
  const names = [...new Set(KEYMAP.flatMap(({ context }) => context))];
  return Object.fromEntries(names.map((name) => [name, strict(actionsIn(name))]));
}

function actionsIn(context: string): JsonObject {
  const bindings = KEYMAP.filter((binding) => binding.context.some((each) => each === context));
  return Object.fromEntries(
    bindings.map(({ action, help, keys }): [string, Json] => [
      action,
      { description: help, anyOf: [{ type: 'string' }, KEY_LIST], default: [...keys] },
    ]),
  );
}

const KEY_LIST: Json = { type: 'array', items: { type: 'string' } };
