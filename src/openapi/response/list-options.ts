import { isAfter, isPaging, type ListOption } from '../plan/list-response.js';
import type { FieldChoice } from '../plan/shown-fields.js';
import type { Tool } from '../tools/tool.js';

export interface ListOptions extends FieldChoice {
  maxItems?: number;
  /** Whether the tool can be asked for what comes after a record. */
  continues: boolean;
  /** Its query parameters by their names on the wire, with the names of the arguments that they come from. */
  paging: ReadonlyMap<string, string>;
  /** Those that lead from page to page. */
  hasPages?: readonly string[];
}

/** What a call says of the list, or the fields of a record, it wants; an operation's own argument of the same name says nothing here. */
export function readListOptions(tool: Tool, args: Record<string, unknown>): ListOptions {
  const read = <T>(option: ListOption) =>
    tool.destinations.get(option)?.in === 'list' ? (args[option] as T | undefined) : undefined;
  const maxItems = read<number>('max_items');
  const fields = read<string[]>('fields');
  const parameters = [...tool.destinations].flatMap(([argument, destination]) =>
    destination.in === 'parameter' && destination.parameter.in === 'query'
      ? [[argument, destination.parameter] as const]
      : [],
  );
  const pages = parameters.flatMap(([, parameter]) =>
    isPaging(parameter) ? [parameter.name] : [],
  );
  return {
    ...(maxItems !== undefined && { maxItems }),
    ...(fields !== undefined && { fields }),
    ...(tool.defaultFields && { defaultFields: tool.defaultFields }),
    continues: parameters.some(([, parameter]) => isAfter(parameter)),
    paging: new Map(parameters.map(([argument, { name }]) => [name, argument])),
    ...(pages.length > 0 && { hasPages: pages }),
  };
}
