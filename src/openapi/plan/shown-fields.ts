import type { Operation } from '../operations/operations.js';
import { typesIn, type JsonSchema } from '../schema/schema-keywords.js';
import { listIn } from './list-response.js';

/** Which fields of a record are shown. What it says of a name is kept, because the records of a list have the same. */
export class ShownFields {
  private readonly known = new Map<string, ShownFields | undefined>();

  /**
   * @param fields those that are asked for by name; `contact.email` reaches into `contact`, `contact.*` means all of it
   * @param whole whether the others are shown too, but for the hidden ones
   */
  constructor(
    private readonly fields: readonly string[],
    readonly whole: boolean,
    private readonly isHidden?: (name: string) => boolean,
  ) {}

  /** Whether all is shown, however deep. */
  get isEverything(): boolean {
    return this.whole && !this.isHidden;
  }

  /** @returns what is shown inside of a field; undefined where the field is not shown */
  inside(name: string): ShownFields | undefined {
    if (!this.known.has(name)) this.known.set(name, this.readInside(name));
    return this.known.get(name);
  }

  private readInside(name: string): ShownFields | undefined {
    const { fields, whole, isHidden } = this;
    const inner = fields.flatMap((field) =>
      field.startsWith(`${name}.`) ? [field.slice(name.length + 1)] : [],
    );
    if (fields.includes(name) || (whole && !isHidden?.(name))) {
      return new ShownFields(inner, true, isHidden);
    }
    return inner.length > 0 ? new ShownFields(inner, inner.includes('*'), isHidden) : undefined;
  }
}

/** What a call, the tool and the operator say of the fields of its answer. */
export interface FieldChoice {
  /** What the call requests: names, or `*` for all fields that are not hidden. */
  fields?: readonly string[];
  /** What the tool shows where a call asks for nothing. */
  defaultFields?: readonly string[];
  /** Whether the operator hides a field of this name until it is asked for (FIELDS_HIDE). */
  isHidden?: (name: string) => boolean;
}

/**
 * @returns which fields a choice shows of a record; undefined where it shows all
 * @param has whether the record has a field of this name
 */
export function chooseFields({ fields, defaultFields, isHidden }: FieldChoice) {
  const asked = fields?.length ? shown(fields, isHidden) : undefined;
  const byDefault = asked || !defaultFields?.length ? undefined : shown(defaultFields, isHidden);
  const others = asked || !isHidden ? undefined : new ShownFields(['id'], true, isHidden);
  return (has: (name: string) => boolean): ShownFields | undefined => {
    if (asked) return asked;
    // What a record has none of says nothing about it, as of `{ done: true }`.
    return byDefault && defaultFields?.some(has) ? byDefault : others;
  };
}

function shown(fields: readonly string[], isHidden: FieldChoice['isHidden']): ShownFields {
  return new ShownFields(['id', ...fields], fields.includes('*'), isHidden);
}

/** Of names that a description has. */
const MOST_NAMES = 8;
const MAX_DEPTH = 3;

/** What the argument `fields` says of its tool: what is shown without it, and what only with it. */
export function describeFields(
  operation: Pick<Operation, 'successResponse' | 'parameters' | 'overrides'>,
  isHidden?: (name: string) => boolean,
): string | undefined {
  const hidden = isHidden ? hiddenIn(recordOf(operation), isHidden) : [];
  const byDefault = operation.overrides.defaultFields ?? [];
  if (hidden.length === 0 && byDefault.length === 0) return undefined;
  return [
    'Columns to return, inner ones as a.b',
    byDefault.length > 0 && `"*" for all. Without it: ${listNames(byDefault)}`,
    hidden.length > 0 && `Hidden until named: ${listNames(hidden)}`,
  ]
    .filter(Boolean)
    .join('. ');
}

/** The schema of the records that an operation answers. */
function recordOf({
  successResponse: answer,
  parameters,
}: Pick<Operation, 'successResponse' | 'parameters'>): JsonSchema {
  const schema = answer?.schema ?? {};
  return schema.items ?? listIn(schema, parameters)?.items ?? schema;
}

function hiddenIn(
  schema: JsonSchema,
  isHidden: (name: string) => boolean,
  before = '',
  depth = 0,
): string[] {
  if (depth > MAX_DEPTH) return [];
  const inner = typesIn(schema).includes('array') && schema.items ? schema.items : schema;
  return Object.entries(inner.properties ?? {}).flatMap(([name, field]) =>
    isHidden(name)
      ? name === 'id' && depth === 0
        ? []
        : [before + name]
      : hiddenIn(field, isHidden, `${before}${name}.`, depth + 1),
  );
}

function listNames(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
