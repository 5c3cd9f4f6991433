import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compileTools } from './compile.js';
import { parseDocument } from './document/document.js';
import { checkArguments } from './request/arguments.js';
import { buildRequest } from './request/build-request.js';
import { readResponse } from './response/read-response.js';
import { recordResult } from './response/record-result.js';
import type { Tool } from './tools/tool.js';

const README = readFileSync(new URL('README.md', import.meta.url), 'utf8');
/** The code blocks of the example, in their order. */
const [yaml, plan, listed, args, http, answer] = [
  ...README.matchAll(/```(?:yaml|json|http)\n(.*?)```/gs),
].map(([, code]) => code!.trim()) as [string, string, string, string, string, string];

const [tool] = compileTools(parseDocument(yaml)).tools as [Tool];

describe('the example in src/openapi/README.md', () => {
  it('has the destinations and the wrapper that it shows', () => {
    const destinations = [...tool.destinations].map(([name, destination]) => [
      name,
      destination.in === 'parameter'
        ? `${destination.parameter.in} parameter ${destination.parameter.name}`
        : `${destination.in} field ${(destination as { name: string }).name}`,
    ]);
    expect({
      destinations: Object.fromEntries(destinations) as object,
      wrapper: tool.body!.wrapper,
    }).toEqual(JSON.parse(plan));
  });

  it('becomes the tool that it shows', () => {
    expect(tool).toMatchObject(JSON.parse(listed) as object);
  });

  it('sends the request that it shows for those arguments', () => {
    const { method, path, headers, body } = buildRequest(
      tool,
      checkArguments(tool, JSON.parse(args)),
    );
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    expect([`${method} ${path}`, ...lines, '', body].join('\n')).toBe(http);
  });

  it('returns the response that it shows as structured content', () => {
    const response = {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(answer),
    };
    const read = readResponse(response, { changes: true, onlyJson: true });
    if (read.is !== 'record') throw new Error(`it is a ${read.is}`);
    expect(recordResult(read.record, 1_000).structuredContent).toEqual(JSON.parse(answer));
  });
});
