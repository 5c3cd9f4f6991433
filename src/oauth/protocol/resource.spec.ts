import { expect, it } from '@jest/globals';
import { checkResource, readResource } from './resource.js';

const HERE = 'https://mcp.example.com';
const MCP = `${HERE}/mcp`;

it.each<[given: string, resource: string]>([
  [MCP, MCP],
  [`${MCP}/`, MCP],
  ['https://MCP.EXAMPLE.com/mcp', MCP],
  ['https://mcp.example.com:443/mcp', MCP],
  [`${MCP}?tools=read`, MCP],
  [HERE, HERE],
  [`${HERE}/`, HERE],
])('the resource %s is %s', (given, resource) => {
  expect(readResource([given], HERE)).toBe(resource);
});

it.each<[given: string[], resource: string]>([
  [[], MCP],
  [[MCP, MCP], MCP],
  [[MCP, `${MCP}/`, `${MCP}?tools=read`], MCP],
  [[HERE, HERE], HERE],
  [[HERE, `${HERE}/`], HERE],
  [[HERE, MCP], MCP],
  [[MCP, HERE], MCP],
])('the resources %j together are %s', (given, resource) => {
  expect(readResource(given, HERE)).toBe(resource);
});

it.each([
  '',
  'mcp',
  '/mcp',
  'http://mcp.example.com/mcp',
  'https://mcp.example.com:8443/mcp',
  'https://mcp.example.com/MCP',
  'https://mcp.example.com/mcp//',
  'https://mcp.example.com/mcp/x',
  'https://mcp.example.com/api',
  'https://mcp.example.com/mcp#x',
  'https://user@mcp.example.com/mcp',
  'https://:password@mcp.example.com/mcp',
  'https://mcp.example.com.evil.example/mcp',
  'https://mcp.example.com@evil.example/mcp',
  'https://evil.example/mcp',
  'https://evil.example/https://mcp.example.com/mcp',
])('%j is not a resource of this server', (given) => {
  for (const all of [[given], [MCP, given], [given, MCP]]) {
    expect(() => readResource(all, HERE)).toThrow(
      expect.objectContaining({ code: 'invalid_target' }),
    );
  }
});

it.each<[given: string | undefined, granted: string, good: boolean]>([
  [undefined, MCP, true],
  [undefined, HERE, true],
  [MCP, MCP, true],
  [`${MCP}/`, MCP, true],
  [HERE, HERE, true],
  [HERE, MCP, false],
  [MCP, HERE, false],
  ['https://evil.example/mcp', MCP, false],
])('a token request for resource %s when %s was granted: %s', (given, granted, good) => {
  const check = expect(() => checkResource(given === undefined ? [] : [given], granted, HERE));
  if (good) check.not.toThrow();
  else check.toThrow(expect.objectContaining({ code: 'invalid_target' }));
});
