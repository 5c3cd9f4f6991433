import type { RunningApplication } from './application.js';

/** A text file as a tool's argument. */
export function fileOf(text: string): string {
  return `data:text/plain;base64,${Buffer.from(text).toString('base64')}`;
}

/** What the application has stored for one exhibit, read from its database. */
export class ExhibitStore {
  constructor(
    private readonly application: RunningApplication,
    private readonly id: number,
  ) {}

  /** The content of an attachment, by the URL in a result. */
  async contentOf(shown: unknown): Promise<string> {
    return (await fetch(new URL(shown as string, this.application.url))).text();
  }

  /** The rows of a table that belong to it, oldest first: `name|body`. */
  rows(columns: string, table: string, owner: 'record' | 'addressable' = 'record'): string[] {
    const its = `${owner}_type = 'Exhibit' AND ${owner}_id = ${this.id}`;
    const rows = this.application.query(`SELECT ${columns} FROM ${table} WHERE ${its} ORDER BY id`);
    return rows === '' ? [] : rows.split('\n');
  }
}
