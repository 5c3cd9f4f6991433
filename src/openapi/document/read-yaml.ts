import { CORE_SCHEMA, loadAll, Type } from 'js-yaml';
import { isRecord } from '../../values/is-record.js';

declare module 'js-yaml' {
  interface LoadOptions {
    /** @types/js-yaml does not have it. */
    maxTotalMergeKeys?: number;
  }
}

/** Ruby writes YAML 1.1: merge keys, and tags that name classes. Only the value of a tagged node is kept. */
const TAGS = ['!', 'tag:'].flatMap((prefix) =>
  (['scalar', 'sequence', 'mapping'] as const).map(
    (kind) => new Type(prefix, { kind, multi: true }),
  ),
);
const MERGE = new Type('tag:yaml.org,2002:merge', {
  kind: 'scalar',
  resolve: (source) => source === '<<',
});
const SCHEMA = CORE_SCHEMA.extend({ implicit: [MERGE], explicit: TAGS });
/** Each merge key may copy what it merges, so their number is bounded. */
const MAX_MERGED_KEYS = 100_000;

/**
 * Reads YAML as Ruby does where documents rely on it: merge keys are applied, and the last of two equal keys wins.
 * Plain words stay strings as in YAML 1.2, because nobody means booleans in `enum: [on, off]`.
 * @returns the parsed value; of a stream of documents, the first one with `paths`, or the first
 * @throws YAMLException of js-yaml
 */
export function readYaml(text: string): unknown {
  const documents = loadAll(text, null, {
    schema: SCHEMA,
    json: true,
    maxTotalMergeKeys: MAX_MERGED_KEYS,
  });
  const hasPaths = (document: unknown) => isRecord(document) && Object.hasOwn(document, 'paths');
  return documents.find(hasPaths) ?? documents[0];
}
