import {
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  loadAll,
  mapTag,
  mergeTag,
} from 'js-yaml';
import { isRecord } from '../../values/is-record.js';

/** Ruby writes YAML 1.1: merge keys, and tags that name classes. Only the value of a tagged node is kept. */
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
/** Each merge key may copy what it merges, so their number is bounded. */
const MAX_MERGED_KEYS = 100_000;

/**
 * Reads YAML as Ruby does where documents rely on it: merge keys are applied, and the last of two equal keys wins.
 * Plain words stay strings as in YAML 1.2, because nobody means booleans in `enum: [on, off]`.
 * @returns the parsed value; of a stream of documents, the first one with `paths`, or the first
 * @throws YAMLException of js-yaml
 */
export function readYaml(text: string): unknown {
  const documents = loadAll(text, {
    schema: SCHEMA,
    json: true,
    maxTotalMergeKeys: MAX_MERGED_KEYS,
  });
  const hasPaths = (document: unknown) => isRecord(document) && Object.hasOwn(document, 'paths');
  return documents.find(hasPaths) ?? documents[0];
}
