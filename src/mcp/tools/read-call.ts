import { isRecord } from '../../values/is-record.js';
import { parseExactly } from '../../values/exact-number.js';
import { isTooDeep } from '../../values/json-depth.js';
import { MAX_ITEMS_OF_BATCH, type CallOption } from '../../openapi/tools/call-options.js';
import type { Tool } from '../../openapi/tools/tool.js';
import type { FileLinks } from '../../openapi/request/linked-file.js';
import { CallError } from './call-error.js';

/** A call, with the options of its execution separated from its arguments. */
export interface Call {
  /** The operation's own arguments: of one call, or those of each item. */
  args: unknown;
  items?: readonly Record<string, unknown>[];
  /** Whether a failed item ends the batch. */
  stops: boolean;
  key?: string;
  /** The approval that the first of two calls has answered. */
  confirm?: string;
  /** Where the files are that the arguments name. */
  links?: FileLinks;
}

/** The characters that a header takes unencoded (RFC 9110 §5.5). */
const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * @returns the call as its tool understands it
 * @throws CallError when an option cannot be read; nothing was done then
 */
export function readCall(tool: Tool, given: unknown): Call {
  if (!isRecord(given) || tool.callOptions.size === 0) return { args: given, stops: true };
  const args = { ...given };
  const take = (option: CallOption): unknown => {
    const name = tool.callOptions.get(option);
    if (name === undefined) return undefined;
    const { [name]: value } = args;
    delete args[name];
    return value ?? undefined;
  };
  const [key, items, onError] = [take('idempotency_key'), take('items'), take('on_error')];
  const confirm = take('confirm');
  if (key !== undefined && !(typeof key === 'string' && KEY.test(key))) {
    throw refuse(tool, 'idempotency_key must be 1 to 200 visible ASCII characters, such as a UUID');
  }
  if (onError !== undefined && onError !== 'stop' && onError !== 'continue') {
    throw refuse(tool, 'on_error must be "stop" or "continue"');
  }
  return {
    args,
    stops: onError !== 'continue',
    ...(key !== undefined && { key }),
    ...(typeof confirm === 'string' && { confirm }),
    ...(items !== undefined && { items: readItems(tool, items, args) }),
  };
}

/** Arguments beside the items apply to each of them. */
function readItems(tool: Tool, given: unknown, shared: Record<string, unknown>) {
  const items = typeof given === 'string' && !isTooDeep(given) ? parsed(given) : given;
  if (!Array.isArray(items) || items.length === 0 || !items.every(isRecord)) {
    throw refuse(tool, 'items must be a list of objects, each with the arguments of one call');
  }
  if (items.length > MAX_ITEMS_OF_BATCH) {
    throw refuse(
      tool,
      `items may hold ${MAX_ITEMS_OF_BATCH} at most, and there are ${items.length}`,
    );
  }
  return items.map((item) => ({ ...shared, ...item }));
}

function parsed(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

function refuse({ name }: Tool, problem: string): CallError {
  return new CallError(`${name} was not called: ${problem}.`);
}
