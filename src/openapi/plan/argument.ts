import type { Parameter } from '../operations/parameters.js';
import type { PlannedArgument } from './argument-names.js';
import type { ListOption } from './list-response.js';

/** Where one argument goes when the tool is called. */
export type ArgumentDestination =
  | { in: 'parameter'; parameter: Parameter }
  | { in: 'body'; name: string }
  | { in: 'whole body' }
  /** Not sent: an option for the response of a list. */
  | { in: 'list'; option: ListOption };

/** An argument of a tool, with its destination. */
export type Argument = PlannedArgument<ArgumentDestination>;
