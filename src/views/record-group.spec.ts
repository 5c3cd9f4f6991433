import { expect, it } from '@jest/globals';
import { groupOf } from './record-group.js';

const KINDS = new Set(['projects', 'tasks', 'contacts/tags', 'tags']);

it.each([
  ['/projects/{id}', 'projects'],
  ['/teams/{team_id}/projects', 'projects'],
  ['/teams/{team_id}/projects/{id}', 'projects'],
  ['/projects/{id}/archive', 'projects'],
  ['/projects/{project_id}/tasks', 'tasks'],
  ['/contacts/tags/{id}', 'contacts/tags'],
  ['/contacts/{contact_id}/tags', 'tags'],
  ['/status', 'status'],
  ['/', ''],
])('the tool %s belongs to the record group %s', (path, group) => {
  expect(groupOf(path, (name) => KINDS.has(name))).toBe(group);
});
