import type { OperationKind } from '../../values/operation-kind.js';
import type { Plan } from '../plan/plan.js';
import type { JsonSchema, ObjectSchema } from '../schema/schema-keywords.js';

/** Arguments that say how a call is carried out, and are not sent to the application as such. */
export type CallOption = 'idempotency_key' | 'items' | 'on_error' | 'confirm';

/** What each is called in a tool: an operation's own argument keeps its name. */
export type CallOptions = ReadonlyMap<CallOption, string>;

/** The most records that one call may create, update or delete. */
export const MAX_ITEMS_OF_BATCH = 50;

/** What all tools of the operator have in common. */
export interface CallSettings {
  /** Whether tools that change something take `items` (BATCHES). */
  batches: boolean;
  /** Which calls a person has to approve (CONFIRM). */
  confirm: 'off' | 'delete' | 'write';
}

/** @returns which of the options a tool takes, with their names */
export function callOptionsOf(
  { method, destinations }: Pick<Plan, 'method' | 'destinations'>,
  kind: OperationKind,
  { batches, confirm }: CallSettings,
): CallOptions {
  const isWrite = kind !== 'read';
  const taken: [CallOption, boolean][] = [
    // What is created twice is there twice; other methods are idempotent, or close to it (RFC 9110 §9.2.2).
    ['idempotency_key', isWrite && method === 'post'],
    ['items', isWrite && batches],
    ['on_error', isWrite && batches],
    ['confirm', (isWrite && confirm === 'write') || (kind === 'delete' && confirm === 'delete')],
  ];
  return new Map(
    taken.flatMap(([option, takes]) =>
      takes ? [[option, destinations.has(option) ? `${option}_of_call` : option] as const] : [],
    ),
  );
}

/** Adds the options to a tool's arguments. With `items`, what each item can hold itself is not required any more. */
export function withCallOptions(schema: ObjectSchema, options: CallOptions): ObjectSchema {
  if (options.size === 0) return schema;
  const { required = [] } = schema;
  const each = required.length > 0 ? `, each with ${required.join(', ')} unless given above` : '';
  const schemas: Record<CallOption, JsonSchema> = {
    idempotency_key: { type: 'string', description: 'Any key: a repeat with it is done once' },
    items: {
      type: 'array',
      items: { type: 'object' },
      description: `Up to ${MAX_ITEMS_OF_BATCH} at once: objects of these arguments${each}`,
    },
    confirm: { type: 'string', description: 'From the first answer, once the person agrees' },
    on_error: { type: 'string', enum: ['stop', 'continue'] },
  };
  const added = [...options].map(([option, name]) => [name, schemas[option]] as const);
  const { required: _required, ...rest } = schema;
  return {
    ...(options.has('items') ? rest : schema),
    properties: { ...schema.properties, ...Object.fromEntries(added) },
  };
}

/** The operation's own arguments alone. */
export function withoutCallOptions(schema: ObjectSchema, options: CallOptions): ObjectSchema {
  const names = new Set(options.values());
  const own = Object.entries(schema.properties ?? {}).filter(([name]) => !names.has(name));
  return { ...schema, properties: Object.fromEntries(own) };
}
