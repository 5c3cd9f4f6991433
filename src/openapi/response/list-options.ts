import { isAfter, isPaging, type ListOption } from '../plan/list-response.js';
import type { FieldChoice } from '../plan/shown-fields.js';
import type { Tool } from '../tools/tool.js';
import { memoizeObject } from '../../values/memoize.js';

export interface ListOptions extends FieldChoice {
  maxItems?: number;
  /** Whether the tool can be asked for what comes after a record. */
  continues: boolean;
  /** Its query parameters by their names on the wire, with the names of the arguments that they come from. */
  paging: ReadonlyMap<string, string>;
  /** Those that lead from page to page. */
  hasPages?: readonly string[];
}

/**
 * What a call says of the list, or the fields of a record, it wants; an operation's own argument of the same name says
 * nothing here.
 */
export function readListOptions(tool: Tool, args: Record<string, unknown>): ListOptions {
  const read = <T>(option: ListOption) =>
    // checkArguments has checked it against the schema of the option.
    tool.destinations.get(option)?.in === 'list' ? (args[option] as T | undefined) : undefined;
  const maxItems = read<number>('max_items');
  const fields = read<string[]>('fields');
  return {
    ...(maxItems !== undefined && { maxItems }),
    ...(fields !== undefined && { fields }),
    ...pagingOf(tool),
  };
}

/** What is the same in all calls of a tool. */
const pagingOf = memoizeObject(({ destinations, defaultFields }: Tool) => {
  const parameters = [...destinations].flatMap(([argument, destination]) =>
    destination.in === 'parameter' && destination.parameter.in === 'query'
      ? [[argument, destination.parameter] as const]
      : [],
  );
  const pages = parameters.flatMap(([, parameter]) =>
    isPaging(parameter) ? [parameter.name] : [],
  );
  return {
    ...(defaultFields && { defaultFields }),
    continues: parameters.some(([, parameter]) => isAfter(parameter)),
    paging: new Map(parameters.map(([argument, { name }]) => [name, argument])),
    ...(pages.length > 0 && { hasPages: pages }),
  };
});
