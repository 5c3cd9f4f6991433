import type { OpenApiDocument } from './document.js';
import { isRecord } from '../../values/is-record.js';

/** A model whose documented parameters seem to lack fields that its API takes. */
export interface ModelWithMissingFields {
  /** The Ruby class, from its tag: `Projects::Tag`. */
  className: string;
  /** The kind of each field in the words of `addFields`, by field name. */
  fields: Record<string, 'file' | 'files' | 'address'>;
}

/**
 * A document's parameters are the fields that answers show and that may be written. So of what answers show, files
 * and addresses are not among them although the API takes them (rich texts are in neither, and cannot be told).
 * @returns a model for each `XAttributes` whose `XParameters` lack such fields
 */
export function findMissingFields(document: OpenApiDocument): ModelWithMissingFields[] {
  const { components } = document;
  const schemas =
    isRecord(components) && isRecord(components['schemas']) ? components['schemas'] : {};
  const tags = tagsOf(document);
  return Object.entries(schemas).flatMap(([name, schema]) => {
    const model = /^(\w+)Attributes$/.exec(name)?.[1];
    const parameters =
      model === undefined
        ? undefined
        : (schemas[`${model}Parameters`] ?? schemas[`${model}ParametersUpdate`]);
    if (model === undefined || parameters === undefined) return [];
    const written = propertiesOf(parameters);
    const fields = Object.entries(propertiesOf(schema)).flatMap(([field, shown]) => {
      const kind =
        field in written || `${field}_attributes` in written
          ? undefined
          : fieldKindOf(field, shown);
      return kind ? [[field, kind] as const] : [];
    });
    if (fields.length === 0) return [];
    return [{ className: tags.get(model) ?? model, fields: Object.fromEntries(fields) }];
  });
}

/** Bullet Train documents an attachment as a bare object, and an address by reference. */
function fieldKindOf(
  name: string,
  shown: unknown,
): ModelWithMissingFields['fields'][string] | undefined {
  if (!isRecord(shown)) return undefined;
  const ref = typeof shown['$ref'] === 'string' ? shown['$ref'] : '';
  const properties = propertiesOf(shown);
  if (/address/i.test(ref) || 'address_one' in properties) return 'address';
  const isBare = Object.keys(shown).every((key) => ['type', 'description', 'title'].includes(key));
  const types = [shown['type']].flat();
  if (types.includes('object') && isBare)
    return name.endsWith('s') && !name.endsWith('ss') ? 'files' : 'file';
  return undefined;
}

function propertiesOf(schema: unknown): Record<string, unknown> {
  return isRecord(schema) && isRecord(schema['properties']) ? schema['properties'] : {};
}

/** `Scaffolding::CompletelyConcrete::TangibleThing`, by what the schemas' names make of it. */
function tagsOf({ paths }: OpenApiDocument): Map<string, string> {
  const operations = Object.values(paths).flatMap((item) =>
    isRecord(item) ? Object.values(item) : [],
  );
  const tags = operations.flatMap((operation): unknown[] =>
    isRecord(operation) && Array.isArray(operation['tags']) ? operation['tags'] : [],
  );
  return new Map(
    tags.filter((tag) => typeof tag === 'string').map((tag) => [tag.replaceAll('::', ''), tag]),
  );
}

const RUBY: Record<string, string> = {
  file: '{type: :string, format: :binary}',
  files: '{type: :array, items: {type: :string, format: :binary}}',
  removal: '{type: :boolean}',
  removals: '{type: :array, items: {type: :integer}}',
  address: '{type: :object}',
};

/** The line that adds the fields in `app/views/api/v1/open_api/index.yaml.erb`. */
export function automaticComponentsLine({ className, fields }: ModelWithMissingFields): string {
  const added = Object.entries(withRemovals(fields)).map(([name, kind]) => {
    const key = kind === 'address' ? `${name}_attributes` : name;
    return `${key}: ${RUBY[kind]}`;
  });
  return `<%= automatic_components_for ${className}, parameters: {add: {${added.join(', ')}}} %>`;
}

/** The line that adds the fields in the file that TOOLS_OVERRIDES names, for these tools. */
export function overridesLine(
  { fields }: ModelWithMissingFields,
  tools: readonly string[],
): string {
  const added = Object.entries(withRemovals(fields)).map(([name, kind]) => `${name}: ${kind}`);
  return `${tools.join(', ')}: { add_fields: { ${added.join(', ')} } }`;
}

/** Each file field gets a field that removes the file. */
function withRemovals(fields: ModelWithMissingFields['fields']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, kind]): [string, string][] => {
      if (kind === 'address') return [[name, kind]];
      return [
        [name, kind],
        [`${name}_removal`, kind === 'file' ? 'removal' : 'removals'],
      ];
    }),
  );
}
