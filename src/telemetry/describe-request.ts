import { oneLine } from '../values/one-line.js';
import type { RequestSummary } from './request-summary.js';

/** @returns `POST /mcp 200, 12 ms, claude-code, tools/call list_teams: GET /teams 200, 9 ms` */
export function describeRequest(summary: RequestSummary): string {
  const { method, path, status, ms, aborted, client, mcpMethod, tool, operation } = summary;
  const asked = [mcpMethod, tool].filter((word) => word !== undefined).join(' ');
  const words = [
    `${method} ${path} ${aborted ? `${status}, aborted` : status}`,
    `${Math.round(ms)} ms`,
    client,
    operation === undefined ? asked : `${asked}: ${operation} ${describeUpstream(summary)}`,
  ];
  return oneLine(words.filter(Boolean).join(', '));
}

function describeUpstream({
  upstreamStatus,
  upstreamError,
  upstreamCalls = 0,
  upstreamMs = 0,
}: RequestSummary): string {
  if (upstreamCalls === 0) return 'was not asked for';
  const times = upstreamCalls > 1 ? ` in ${upstreamCalls} requests` : '';
  return `${upstreamError ?? upstreamStatus}, ${Math.round(upstreamMs)} ms${times}`;
}
