/** What clients that many people use register as, by how their names begin. Anybody may register as one of them. */
const KNOWN: readonly [label: string, name: RegExp][] = [
  ['chatgpt', /^(chatgpt|openai)/i],
  ['claude_code', /^claude[ -]code/i],
  ['claude', /^(claude|anthropic)/i],
  ['codex', /^codex/i],
  ['copilot', /^(github |microsoft )?copilot/i],
  ['cursor', /^cursor/i],
  ['gemini', /^gemini/i],
  ['inspector', /^mcp inspector/i],
  ['vs_code', /^(visual studio code|vs ?code)/i],
  ['windsurf', /^windsurf/i],
];

/**
 * @param name what a client has registered as; undefined for a token of the application itself
 * @returns a label for metrics, of which there are no more than in the table: `other`, and `direct` without a name
 */
export function clientLabel(name: string | undefined): string {
  if (name === undefined) return 'direct';
  return KNOWN.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other';
}
