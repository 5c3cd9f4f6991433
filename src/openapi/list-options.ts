import { isAfter, type ListOption } from './list-answer.js';
import type { Tool } from './tool.js';

export interface ListOptions {
  maxItems?: number;
  fields?: string[];
  /** Whether the tool can be asked for what comes after a record. */
  continues: boolean;
}

/** What a call says of the list it wants; an operation's own argument of the same name says nothing here. */
export function listOptions(tool: Tool, args: Record<string, unknown>): ListOptions {
  const read = <T>(option: ListOption) =>
    tool.destinations.get(option)?.in === 'list' ? (args[option] as T | undefined) : undefined;
  const maxItems = read<number>('max_items');
  const fields = read<string[]>('fields');
  return {
    ...(maxItems !== undefined && { maxItems }),
    ...(fields !== undefined && { fields }),
    continues: [...tool.destinations.values()].some(
      (destination) => destination.in === 'parameter' && isAfter(destination.parameter),
    ),
  };
}
