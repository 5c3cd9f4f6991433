#!/usr/bin/env node
// The bit that lets it be run stays with this file, whatever a build does to dist/.
const OLDEST_NODE = 22;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  console.error(`bullet-train-mcp needs Node ${OLDEST_NODE} or later; this is ${process.version}`);
  process.exit(1);
}
await import('../dist/bundle/cli.js');
