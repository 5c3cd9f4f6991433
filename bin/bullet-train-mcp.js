#!/usr/bin/env node
// The bit that lets it be run stays with this file, whatever a build does to dist/.
import '../dist/bundle/cli.js';
