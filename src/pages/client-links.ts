/** The path is the person's own, the one it had before, or that of their organization's owners. */
type ClaudePath = 'customize' | 'settings' | 'admin-settings';

/** @returns the address of Claude's form for a connector, filled in (claude.com/docs/connectors, "directory vs custom") */
export function claudeLink(path: ClaudePath, url: string, name: string): string {
  const query = new URLSearchParams({
    modal: 'add-custom-connector',
    connectorName: name,
    connectorUrl: url,
  });
  return `https://claude.ai/${path}/connectors?${query}`;
}

/** @returns what opens Cursor and offers the server (cursor.com/docs/mcp/install-links) */
export function cursorLink(url: string, name: string): string {
  const config = Buffer.from(JSON.stringify({ url })).toString('base64');
  return `cursor://anysphere.cursor-deeplink/mcp/install?${new URLSearchParams({ name, config })}`;
}

/** @returns what opens VS Code and offers the server: the whole configuration, with its name, as one query */
export function vsCodeLink(url: string, name: string): string {
  return `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name, type: 'http', url }))}`;
}
