import { isRecord } from '../../values/is-record.js';
import type { JsonSchema } from '../schema/schema-keywords.js';

/** A field that the application takes but its document lacks. */
export interface AddedField {
  /** The field's name in the application. */
  name: string;
  schema: JsonSchema;
}

const TEXT: JsonSchema = { type: 'string' };
const FILE: JsonSchema = { type: 'string', format: 'binary' };
/** `address_attributes` as super scaffolding permits them; without an id, Rails creates an address. */
const ADDRESS: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'integer', description: 'of the address that there is; without it a new one' },
    address_one: TEXT,
    address_two: TEXT,
    city: TEXT,
    region_id: { type: 'integer' },
    country_id: { type: 'integer' },
    postal_code: TEXT,
    _destroy: { type: 'boolean' },
  },
};

/** The schemas of super scaffolding's fields, by kind. */
const FIELD_KINDS: Readonly<Record<string, JsonSchema>> = {
  text: TEXT,
  rich_text: { ...TEXT, description: 'HTML' },
  file: FILE,
  files: { type: 'array', items: FILE },
  // `logo_removal?` is whether anything was sent, "false" in a form too.
  removal: { type: 'boolean', enum: [true], description: 'true takes the file away' },
  removals: {
    type: 'array',
    items: { type: 'integer' },
    description: 'ids of the attachments to take away',
  },
  address: ADDRESS,
  boolean: { type: 'boolean' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  date: { type: 'string', format: 'date' },
  datetime: { type: 'string', format: 'date-time' },
  texts: { type: 'array', items: TEXT },
  ids: { type: 'array', items: { type: 'integer' } },
};

const TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object'];
const NAME = /^[a-zA-Z_][\w-]{0,63}$/;

/**
 * Reads `addFields`: a kind or a schema for each name.
 * @param fault called with the name of each field that cannot be read, and the reason
 * @returns the fields that can be read
 */
export function readAddedFields(
  value: unknown,
  fault: (name: string, reason: string) => void,
): AddedField[] {
  if (!isRecord(value)) {
    fault('', 'must be fields with a kind each, such as logo: file');
    return [];
  }
  return Object.entries(value).flatMap(([name, given]) => {
    const field = NAME.test(name) ? readField(name, given) : 'is no name of a field';
    if (typeof field !== 'string') return [field];
    fault(name, field);
    return [];
  });
}

/** @returns the field, or the reason why it cannot be read */
function readField(name: string, given: unknown): AddedField | string {
  if (typeof given === 'string') {
    const schema = Object.hasOwn(FIELD_KINDS, given) ? FIELD_KINDS[given] : undefined;
    if (!schema) {
      return `must be one of ${Object.keys(FIELD_KINDS).join(', ')}, or a schema with a type`;
    }
    // Rails' nested attributes, and the name that the person thinks of.
    const isNested = given === 'address' && !name.endsWith('_attributes');
    return { name: isNested ? `${name}_attributes` : name, schema };
  }
  if (!isRecord(given) || typeof given['type'] !== 'string' || !TYPES.includes(given['type'])) {
    return `must be a kind, or a schema whose type is one of ${TYPES.join(', ')}`;
  }
  // A schema of the operator, whose type is one of JSON.
  return { name, schema: given as JsonSchema };
}
