import { fetchesFile, fetchesRecord } from '../../openapi/tools/fetches-record.js';
import type { Tool } from '../../openapi/tools/tool.js';

const SCHEME = 'bullet-train://';

/** The beginning of the addresses of an API version's resources. */
export function rootUri(apiVersion: string): string {
  return `${SCHEME}${apiVersion}`;
}

/** The address of the records that a tool fetches: its path below the API version. */
export function recordTemplate(tool: Tool, apiVersion: string): string {
  return rootUri(apiVersion) + tool.path;
}

/** @returns the tool that fetches the record or the file of an address, and its arguments */
export function findRecord(
  uri: string,
  tools: readonly Tool[],
  apiVersion: string,
): { tool: Tool; args: Record<string, string> } | undefined {
  const root = `${rootUri(apiVersion)}/`;
  if (!uri.startsWith(root)) return undefined;
  const segments = uri.slice(root.length).split('/');
  const found = tools.filter(isReadable).flatMap((tool) => {
    const values = matchPath(tool.path.slice(1).split('/'), segments);
    return values ? [{ tool, args: argumentsOf(tool, values), variables: values.size }] : [];
  });
  // `/contacts/tags/{id}` is more specific than `/contacts/{kind}/{id}`.
  return found.toSorted((one, other) => one.variables - other.variables)[0];
}

/** Whether `resources/read` reads what a tool fetches. */
export function isReadable(tool: Tool): boolean {
  return fetchesRecord(tool) || fetchesFile(tool);
}

function matchPath(
  template: readonly string[],
  segments: readonly string[],
): Map<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const values = new Map<string, string>();
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (name === undefined) {
      if (part !== segment) return undefined;
      continue;
    }
    const value = decode(segment);
    if (!value) return undefined;
    values.set(name, value);
  }
  return values;
}

function argumentsOf(tool: Tool, values: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...tool.destinations].flatMap(([argument, destination]) =>
      destination.in === 'parameter' && destination.parameter.in === 'path'
        ? [[argument, values.get(destination.parameter.name) ?? '']]
        : [],
    ),
  );
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
