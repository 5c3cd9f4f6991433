import type { OpenApiDocument } from '../openapi/document/document.js';
import {
  automaticComponentsLine,
  findMissingFields,
  overridesLine,
  type ModelWithMissingFields,
} from '../openapi/document/missing-fields.js';
import type { Tool } from '../openapi/tools/tool.js';
import { warning, type Result } from './finding.js';

/** Their API permits no more than it documents, and is not the operator's to change. */
const OF_BULLET_TRAIN = ['Team', 'User', 'Membership', 'Invitation'];

/** Whether models look as if their documented parameters lacked files or addresses, and the lines that add them. */
export function checkFields(document: OpenApiDocument, tools: readonly Tool[]): Result[] {
  const lacking = findMissingFields(document).flatMap((model) => {
    if (OF_BULLET_TRAIN.includes(model.className)) return [];
    const writers = tools.filter((tool) => writes(tool, model) && lacks(tool, model));
    return writers.length > 0 ? [{ model, tools: writers.map(({ name }) => name) }] : [];
  });
  if (lacking.length === 0) return [];
  return [
    warning(
      `nobody can write the files or addresses of ${lacking.map(({ model }) => model.className).join(', ')}: the document does not have them among what it takes`,
      'Change the lines of app/views/api/v1/open_api/index.yaml.erb as below, or put the others into a file that TOOLS_OVERRIDES names. Rich texts are in no part of the document: add those that you have as rich_text. Whether the API takes them, its strong parameters say',
      [
        ...lacking.map(({ model }) => automaticComponentsLine(model)),
        ...lacking.map((entry) => overridesLine(entry.model, entry.tools)),
      ],
    ),
  ];
}

function writes({ method, tags }: Tool, { className }: ModelWithMissingFields): boolean {
  return ['post', 'put', 'patch'].includes(method) && tags.includes(className);
}

/** What the operator has added already is not told again. */
function lacks({ destinations, body }: Tool, { fields }: ModelWithMissingFields): boolean {
  const known = new Set(
    [...destinations.values()].flatMap((place) => (place.in === 'body' ? [place.name] : [])),
  );
  return (
    body?.wrapper !== undefined &&
    Object.keys(fields).some((name) => !known.has(name) && !known.has(`${name}_attributes`))
  );
}
