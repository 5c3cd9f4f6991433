import type { ViewPlan } from './plan-types.js';
import { Bridge, isRecord } from './bridge.js';
import { Calls, readAnswer } from './calls.js';
import { TEXTS } from './texts.js';
import { applyTheme, reportSize } from './theme.js';
import { View } from './view.js';

/** The revision of MCP Apps that this view speaks. */
const PROTOCOL_VERSION = '2026-01-26';

// view-resource.ts wrote it there.
const plan = JSON.parse(document.getElementById('plan')?.textContent ?? '') as ViewPlan;
const root = document.getElementById('view') ?? document.body;
const bridge = new Bridge(window.parent);
const calls = new Calls(bridge, plan);
const view = new View(root, plan, bridge, calls);

/** What the host says about itself and its context; later messages change parts of it. */
let context: Record<string, unknown> = {};
/** The call that opened the view. */
let asked = calls.read({});

function takeContext(changed: Record<string, unknown>): void {
  context = { ...context, ...changed };
  applyTheme(context);
  const { locale, timeZone } = context;
  view.writing = {
    ...view.writing,
    ...(typeof locale === 'string' && { locale }),
    ...(typeof timeZone === 'string' && { timeZone }),
  };
  view.render();
}

bridge.on('ui/notifications/tool-input', ({ arguments: args }) => {
  asked = calls.read(isRecord(args) ? args : {});
});
bridge.on('ui/notifications/tool-result', (result) => {
  view.show(asked.name, asked.args, readAnswer(result));
});
bridge.on('ui/notifications/tool-cancelled', () => view.showMessage(TEXTS.cancelled));
bridge.on('ui/notifications/host-context-changed', takeContext);
bridge.on('ui/resource-teardown', () => ({}));
bridge.on('ping', () => ({}));

async function start(): Promise<void> {
  view.render();
  const { hostCapabilities, hostContext } = await bridge.request<Record<string, unknown>>(
    'ui/initialize',
    {
      protocolVersion: PROTOCOL_VERSION,
      appInfo: { name: 'bullet-train-mcp', version: '1' },
      appCapabilities: { availableDisplayModes: ['inline', 'fullscreen'] },
    },
  );
  const can = isRecord(hostCapabilities) ? hostCapabilities : {};
  view.host = {
    callsTools: can['serverTools'] !== undefined,
    takesContext: can['updateModelContext'] !== undefined,
  };
  if (can['openLinks'] !== undefined) {
    view.writing.openLink = (url) => {
      bridge.request('ui/open-link', { url }).catch(() => undefined);
    };
  }
  takeContext(isRecord(hostContext) ? hostContext : {});
  bridge.notify('ui/notifications/initialized');
  reportSize((size) => bridge.notify('ui/notifications/size-changed', size));
}

start().catch((error: unknown) => {
  view.showMessage(error instanceof Error ? error.message : TEXTS.failed);
});
