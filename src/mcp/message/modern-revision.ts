/** The newest revision of MCP that this server speaks; the SDK exports only the older ones. */
export const MODERN_REVISION = '2026-07-28';
