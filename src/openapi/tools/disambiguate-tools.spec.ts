import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';

type Words = [
  path: string,
  operationId: string,
  summary: string,
  description: string,
  xMcp?: object,
];

/** The titles and descriptions of GETs with these words. */
function wordsOf(...operations: Words[]): [title: string, description: string][] {
  const paths = Object.fromEntries(
    operations.map(([path, operationId, summary, description, settings]) => [
      path,
      { get: { operationId, summary, description, ...(settings && { 'x-mcp': settings }) } },
    ]),
  );
  const { tools } = compileTools({ openapi: '3.1.0', paths });
  return tools.map(({ title, description, annotations }) => {
    expect(annotations.title).toBe(title);
    return [title, description];
  });
}

describe('tools with the same title and description', () => {
  it('get their path in both where their names mean the same', () => {
    expect(
      wordsOf(
        ['/forms/{form_id}/submissions', 'listFormsSubmissions', 'List Submissions', 'Of a form.'],
        ['/form_submissions', 'listFormSubmissions', 'List Form Submissions', 'Of all forms'],
      ),
    ).toEqual([
      [
        'List Submissions (/forms/{form_id}/submissions)',
        'Of a form. This is GET /forms/{form_id}/submissions.',
      ],
      ['List Form Submissions (/form_submissions)', 'Of all forms. This is GET /form_submissions.'],
    ]);
  });

  it('get their titles in the description where only that is the same', () => {
    expect(
      wordsOf(
        ['/pages', 'listPages', 'List Pages', 'A page of a funnel'],
        ['/pages/{id}', 'getPages', 'Fetch Page', 'A page of a funnel'],
      ),
    ).toEqual([
      ['List Pages', 'List Pages. A page of a funnel. This is GET /pages.'],
      ['Fetch Page', 'Fetch Page. A page of a funnel. This is GET /pages/{id}.'],
    ]);
  });

  it('keep a description that the operator set', () => {
    const own = { title: 'Of one form', description: 'One form only' };
    const [first] = wordsOf(
      ['/forms/{form_id}/submissions', 'listFormsSubmissions', 'List', 'Of a form', own],
      ['/form_submissions', 'listFormSubmissions', 'List', 'Of all forms'],
    );
    expect(first).toEqual(['Of one form', 'One form only']);
  });

  it('stay unchanged where they differ', () => {
    expect(
      wordsOf(
        ['/projects', 'listProjects', 'List Projects', 'All of them'],
        ['/projects/{id}', 'getProjects', 'Fetch Project', 'One of them'],
      ),
    ).toEqual([
      ['List Projects', 'All of them'],
      ['Fetch Project', 'One of them'],
    ]);
  });
});
