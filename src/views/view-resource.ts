import { readFileSync } from 'node:fs';
import { CLIENT_CAPABILITIES_META_KEY } from '@modelcontextprotocol/server';
import { isRecord } from '../values/is-record.js';
import type { ViewPlan } from './client/plan-types.js';

/** MCP Apps 2026-01-26: the name of the extension, and the type of its resources. */
export const VIEWS_EXTENSION = 'io.modelcontextprotocol/ui';
/** The media type of views (MCP Apps). */
export const VIEW_TYPE = 'text/html;profile=mcp-app';

const ROOT = 'ui://bullet-train-mcp/';
const SUFFIX = '.html';

/**
 * The URI of a tool's view, such as `ui://bullet-train-mcp/list_projects.html`. Each tool has its own, because a host
 * need not tell a view which tool was called.
 */
export function viewUri(tool: string): string {
  return ROOT + tool + SUFFIX;
}

/** @returns the name of the tool whose view has this URI; undefined if there is none */
export function toolAt(uri: string): string | undefined {
  return uri.startsWith(ROOT) && uri.endsWith(SUFFIX)
    ? uri.slice(ROOT.length, -SUFFIX.length)
    : undefined;
}

/** What a host learns about a view (MCP Apps, `UIResourceMeta`): it loads nothing and needs no permission. */
export const VIEW_META = {
  ui: { csp: { connectDomains: [], resourceDomains: [] }, prefersBorder: true },
};

let page: string | undefined;

/** The HTML of a view: the bundle of scripts/view.mjs with this plan in it. */
export function renderView(plan: ViewPlan): string {
  page ??= readFileSync(new URL('./view.html', import.meta.url), 'utf8');
  return page.replace(/\/\* plan \*\//, () => writeForHtml(plan));
}

/** Writes JSON that cannot end the script element around it (HTML, "script data state"). */
function writeForHtml(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/**
 * Whether a client says in a request of revision 2026-07-28 that it shows views (MCP Apps, "Client<>Server Capability
 * Negotiation").
 * @param meta the request's `_meta`
 */
export function showsViews(meta: unknown): boolean {
  const path = [CLIENT_CAPABILITIES_META_KEY, 'extensions', VIEWS_EXTENSION, 'mimeTypes'];
  const types = path.reduce(member, meta);
  return Array.isArray(types) && types.includes(VIEW_TYPE);
}

function member(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
