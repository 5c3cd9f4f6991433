import type { Value } from './database.js';
import { MODELS, type Field, type Model } from './models.js';
import type { Yaml } from './yaml.js';

type YamlMap = { [key: string]: Yaml };

/** `components.schemas`: attributes and parameters of every model. */
export function documentSchemas(nextNumber: () => number): YamlMap {
  // Object.assign of an array is any.
  return Object.assign({}, ...MODELS.map((model) => modelSchemas(model, nextNumber))) as YamlMap;
}

/** An example of the given fields; each call makes a different one. */
export function example(fields: Field[], nextNumber: () => number): YamlMap {
  return Object.fromEntries(
    fields.map((field) => [field.name, numbered(field.example, nextNumber)]),
  );
}

/** @returns the fields that a request may write */
export function writableFields({ fields }: Model): Field[] {
  return fields.filter(({ writable }) => writable);
}

function modelSchemas(model: Model, nextNumber: () => number): YamlMap {
  const { className, key, parent, title, fields } = model;
  const parameters = (): YamlMap => ({
    ...objectSchema(title, writableFields(model)),
    example: { [key]: example(writableFields(model), nextNumber) },
  });
  return {
    [`${className}Attributes`]: {
      ...objectSchema(title, fields),
      example: example(fields, nextNumber),
    },
    ...(parent && { [`${className}Parameters`]: parameters() }),
    [`${className}ParametersUpdate`]: parameters(),
  };
}

function objectSchema(title: string, fields: Field[]): YamlMap {
  return {
    type: 'object',
    title,
    description: title,
    // Bullet Train writes `required: []` where nothing is required.
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
  };
}

function fieldSchema({ type, label, required }: Field): YamlMap {
  const nullable = (name: string): Yaml => (required ? name : [name, 'null']);
  switch (type) {
    case 'attachment':
      return { type: 'object', description: label };
    case 'strings':
      // Bullet Train writes `contains` in place of `items`.
      return {
        type: nullable('array'),
        minContains: 0,
        contains: { type: 'string' },
        description: label,
      };
    case 'date':
    case 'date-time':
      return { type: nullable('string'), format: type, description: label };
    case 'decimal':
      // The document says number, but responses contain strings.
      return { type: nullable('number'), description: label };
    default:
      return { type: nullable(type), description: label };
  }
}

function numbered(value: Value, nextNumber: () => number): Value {
  return typeof value === 'string' ? value.replace('%', () => String(nextNumber())) : value;
}
