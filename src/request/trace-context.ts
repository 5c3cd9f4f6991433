/** The trace that a request belongs to (W3C Trace Context), as headers. */
export type TraceContext = { traceparent: string; tracestate?: string };

/** W3C Trace Context §3.2.2; neither id may be all zeros, and there is no version ff. */
const TRACEPARENT =
  /^(?!ff)([0-9a-f]{2})-((?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(-.*)?$/;
/** §3.3.1: the most members; each is a key and a value. */
const MOST_MEMBERS = 32;
const MEMBER =
  /^([a-z][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})=[ -+\--<>-~]{0,255}[!-+\--<>-~]$/;
/** §3.3.1.5: the most characters that a server has to pass on. */
const MOST_CHARS = 512;

/** @returns undefined when `traceparent` is invalid; an invalid `tracestate` is left out */
export function readTraceContext(
  traceparent: unknown,
  tracestate: unknown,
): TraceContext | undefined {
  if (typeof traceparent !== 'string') return undefined;
  const [, version, ids, more] = TRACEPARENT.exec(traceparent) ?? [];
  if (ids === undefined || (version === '00' && more !== undefined)) return undefined;
  return {
    // A later version may add fields; only those of version 00 are passed on (§4.3).
    traceparent: `00-${ids}`,
    ...(isTracestate(tracestate) && { tracestate }),
  };
}

function isTracestate(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MOST_CHARS) return false;
  const members = value
    .split(',')
    .map((member) => member.replaceAll(/^[ \t]+|[ \t]+$/g, ''))
    .filter((member) => member !== '');
  const keys = members.map((member) => member.split('=')[0]);
  return (
    members.length > 0 &&
    members.length <= MOST_MEMBERS &&
    new Set(keys).size === keys.length &&
    members.every((member) => MEMBER.test(member))
  );
}
