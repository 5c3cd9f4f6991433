import type { Args } from './calls.js';
import type { Change, Field } from './fields.js';
import type { Texts } from './form.js';
import type { ListState } from './list.js';
import type { Row } from './rows.js';

/** A record, with the tool and the call that returned it. */
export interface Shown {
  /** The tool's name; undefined where the host does not say. */
  tool: string | undefined;
  args: Args;
  record: Row;
}

/** The screens of a view. It shows one at a time, and the person goes back to the previous one. */
export type Screen =
  | { is: 'message'; text: string; isError?: boolean }
  | { is: 'list'; tool: string | undefined; args: Args; list: ListState }
  | ({ is: 'record'; banner?: string | undefined; differences?: Change[] } & Shown)
  | {
      is: 'form';
      from: Shown;
      edit: string;
      path: Args;
      fields: Field[];
      texts: Texts;
      problems: Map<string, string>;
    }
  | { is: 'review'; from: Shown; tool: string; path: Args; changes: Change[] };
