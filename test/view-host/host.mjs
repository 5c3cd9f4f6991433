/**
 * A host of MCP Apps as a web page: the real 2.x client and the extension's own AppBridge, around the sandbox proxy of
 * another origin that the specification asks for ("Sandbox proxy", 2026-01-26).
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import {
  AppBridge,
  getToolUiResourceUri,
  PostMessageTransport,
} from '@modelcontextprotocol/ext-apps/app-bridge';

const HOST = { name: 'test host', version: '1' };
const CAPABILITIES = {
  extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
};
const VIEW_CAPABILITIES = {
  openLinks: {},
  serverTools: {},
  updateModelContext: { text: {} },
};

/** What the view has asked of this host, for the test to look at. */
const seen = { links: [], contexts: [], sizes: [], calls: [] };

async function connect({ mcpUrl, token, era }) {
  const client = new Client(HOST, {
    capabilities: CAPABILITIES,
    ...(era === '2026-07-28' && { versionNegotiation: { mode: { pin: era } } }),
  });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl), { requestInit }));
  return client;
}

/** Calls a tool and shows its view, as a host does when a model has called it. */
async function showView({ sandboxUrl, tool: name, args, hostContext, capabilities, ...server }) {
  const client = await connect(server);
  const { tools } = await client.listTools();
  const tool = tools.find((one) => one.name === name);
  const uri = getToolUiResourceUri(tool);
  if (!uri) throw new Error(`${name} has no view`);
  const { contents } = await client.readResource({ uri });
  const [{ text: html, _meta: meta, mimeType }] = contents;

  const frame = document.createElement('iframe');
  frame.id = 'sandbox';
  frame.title = 'Sandbox';
  frame.style = 'width: 100%; height: 200px; border: 0';
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
  const ready = new Promise((resolve) => {
    addEventListener('message', ({ source, data }) => {
      if (source !== frame.contentWindow) return;
      if (data?.method === 'ui/notifications/sandbox-proxy-ready') resolve();
    });
  });
  frame.src = sandboxUrl;
  document.body.replaceChildren(frame);
  await ready;

  const bridge = new AppBridge(client, HOST, capabilities ?? VIEW_CAPABILITIES, {
    hostContext: hostContext ?? {},
  });
  bridge.onopenlink = async ({ url }) => (seen.links.push(url), {});
  bridge.onupdatemodelcontext = async (params) => (seen.contexts.push(params), {});
  bridge.onsizechange = ({ height }) => {
    seen.sizes.push(height);
    frame.style.height = `${height}px`;
  };
  const initialized = new Promise((resolve) => (bridge.oninitialized = resolve));
  await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
  const forward = bridge.oncalltool;
  bridge.oncalltool = async (params, extra) => {
    seen.calls.push(params);
    return forward ? forward(params, extra) : client.callTool(params);
  };
  await bridge.sendSandboxResourceReady({ html, csp: meta?.ui?.csp });
  await initialized;
  await bridge.sendToolInput({ arguments: args });
  const result = await client.callTool({ name, arguments: args });
  await bridge.sendToolResult(result);
  globalThis.bridge = bridge;
  return { uri, mimeType, meta, result };
}

globalThis.showView = showView;
globalThis.seen = seen;
