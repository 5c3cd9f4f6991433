import type { OpenApiDocument } from '../openapi/document/document.js';
import {
  automaticComponentsLine,
  findMissingFields,
  overridesLine,
  type ModelWithMissingFields,
} from '../openapi/document/missing-fields.js';
import type { Tool } from '../openapi/tools/tool.js';
import { warning, type Result } from './finding.js';

/** The models of Bullet Train itself: the operator does not change their API. */
const OF_BULLET_TRAIN = ['Team', 'User', 'Membership', 'Invitation'];

/** Whether the document seems to lack files or addresses among models' parameters, and the lines that add them. */
export function checkFields(document: OpenApiDocument, tools: readonly Tool[]): Result[] {
  const lacking = findMissingFields(document).flatMap((model) => {
    if (OF_BULLET_TRAIN.includes(model.className)) return [];
    const writers = tools.filter((tool) => writes(tool, model) && lacks(tool, model));
    return writers.length > 0 ? [{ model, tools: writers.map(({ name }) => name) }] : [];
  });
  if (lacking.length === 0) return [];
  return [
    warning(
      `nobody can write the files or addresses of ${lacking.map(({ model }) => model.className).join(', ')}: the document does not list them as parameters`,
      'Change the lines in app/views/api/v1/open_api/index.yaml.erb as below, or put the others into a file that TOOLS_OVERRIDES names. The document never mentions rich texts: add yours as rich_text. The strong parameters of the API show whether it accepts them',
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

/** Fields that the operator has already added are not reported again. */
function lacks({ destinations, body }: Tool, { fields }: ModelWithMissingFields): boolean {
  const known = new Set(
    [...destinations.values()].flatMap((place) => (place.in === 'body' ? [place.name] : [])),
  );
  return (
    body?.wrapper !== undefined &&
    Object.keys(fields).some((name) => !known.has(name) && !known.has(`${name}_attributes`))
  );
}
