/**
 * The sandbox proxy of MCP Apps: it puts the view's HTML into a frame of its own and passes messages on
 * ("Sandbox proxy", 2026-01-26).
 */
const host = document.referrer && new URL(document.referrer).origin;
const frame = document.createElement('iframe');
frame.title = 'View';
frame.style = 'width: 100%; height: 100vh; border: 0; display: block';
// No more than the specification promises to views: no allow-forms, no allow-popups.
frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
document.body.append(frame);

addEventListener('message', ({ source, origin, data }) => {
  if (source === window.parent && origin === host) {
    if (data?.method === 'ui/notifications/sandbox-resource-ready') {
      frame.contentDocument.open();
      frame.contentDocument.write(data.params.html);
      frame.contentDocument.close();
    } else frame.contentWindow.postMessage(data, '*');
  } else if (source === frame.contentWindow) {
    window.parent.postMessage(data, host);
  }
});
window.parent.postMessage(
  { jsonrpc: '2.0', method: 'ui/notifications/sandbox-proxy-ready', params: {} },
  host,
);
