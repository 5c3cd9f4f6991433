import {
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  loadAll,
  mapTag,
  mergeTag,
} from 'js-yaml';

/** Ruby writes YAML 1.1: merge keys, and tags that name classes. What a tag says beyond its value is left out. */
const TAGS = ['!', 'tag:'].flatMap((prefix) => [
  defineScalarTag(prefix, {
    matchByTagPrefix: true,
    resolve: (source) => source,
    identify: () => false,
  }),
  defineSequenceTag(prefix, {
    matchByTagPrefix: true,
    create: (): unknown[] => [],
    addItem: (items, item) => void items.push(item),
    identify: () => false,
  }),
  defineMappingTag(prefix, { ...mapTag, matchByTagPrefix: true, identify: () => false }),
]);
const SCHEMA = CORE_SCHEMA.withTags(mergeTag, TAGS);
/** Each may copy what it merges, so there is an end to them. */
const MAX_MERGED_KEYS = 100_000;

/**
 * Reads YAML as Ruby does where documents rely on it: merge keys count, of a key given twice the last does. Plain
 * words stay words as in YAML 1.2: in `enum: [on, off]` nobody means a boolean.
 * @returns of several documents the one that holds paths, else the first
 * @throws YAMLException
 */
export function readYaml(text: string): unknown {
  const documents = loadAll(text, {
    schema: SCHEMA,
    json: true,
    maxTotalMergeKeys: MAX_MERGED_KEYS,
  });
  const hasPaths = (document: unknown) => Object.hasOwn(Object(document) as object, 'paths');
  return documents.find(hasPaths) ?? documents[0];
}
