import { load } from 'js-yaml';
import { RESOURCES } from './resources.mjs';

/** About 500 bytes, as a scaffolded resource of Bullet Train answers. */
const PROJECT = {
  id: 1,
  team_id: 1,
  name: 'Record 1',
  description: 'What is to be done until the end of the quarter, and who sees to it.',
  status: 'active',
  color: '#2f6fde',
  position: 1,
  budget: 1250.5,
  public: false,
  starts_on: '2026-01-05',
  reviewed_at: '2026-02-03T10:11:12.000Z',
  tag_ids: ['3', '14', '15'],
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-02T00:00:00.000Z',
};

/** @returns {(id: number) => object} records as the document's own example shows them, or as a stock project */
export function recordMaker(document, resource) {
  const { path, title } = RESOURCES[resource];
  const { responses } = load(document.toString()).paths[path].get;
  const example = responses['200'].content['application/json'].example ?? PROJECT;
  return (id) => ({ ...example, id, [title]: `Record ${id}` });
}
