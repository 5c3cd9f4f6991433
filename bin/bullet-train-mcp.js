#!/usr/bin/env node
// The bit that lets it be run stays with this file, whatever a build does to dist/.
const OLDEST_NODE = '22.11';

if (process.versions.node.localeCompare(OLDEST_NODE, undefined, { numeric: true }) < 0) {
  console.error(`bullet-train-mcp needs Node ${OLDEST_NODE} or later; this is ${process.version}`);
  process.exit(1);
}
await import('../dist/bundle/cli.js');
