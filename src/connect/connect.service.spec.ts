import { expect, it } from '@jest/globals';
import type { ToolCatalog } from '../catalog/tool-catalog.js';
import type { AppConfig } from '../config/app-config.js';
import type { HealthService } from '../health/health.service.js';
import { ConnectService } from './connect.service.js';

/** Counts how often its tools are looked at, as only a page that is made anew does. */
function catalogOf(applicationName: string) {
  let looks = 0;
  const tools = new Proxy([], {
    get: (target, name) => {
      if (name === 'map') looks += 1;
      return Reflect.get(target, name) as unknown;
    },
  });
  const view = () => ({ isSearched: false, listed: [] });
  return { current: { applicationName, tools, view }, looks: () => looks };
}

function serviceWith() {
  const state = { catalog: catalogOf('Acme'), problems: [] as string[] };
  const catalog = {
    get current() {
      return state.catalog.current;
    },
  };
  const health = { check: () => Promise.resolve({ problems: [...state.problems] }) };
  const config = {
    server: { publicUrl: 'https://mcp.example' },
    bulletTrain: { publicUrl: 'https://app.example' },
    oauth: { application: {} },
  };
  const service = new ConnectService(
    catalog as unknown as ToolCatalog,
    health as unknown as HealthService,
    config as unknown as AppConfig,
  );
  return { service, state };
}

it('the page is made once for all who ask for the same', async () => {
  const { service, state } = serviceWith();
  const pages = new Set<string>();
  for (let at = 0; at < 20; at++) pages.add(await service.page());
  expect(pages.size).toBe(1);
  expect(state.catalog.looks()).toBe(1);
});

it('the page changes with the problems, and back', async () => {
  const { service, state } = serviceWith();
  expect(await service.page()).toContain('Everything is up');
  state.problems = ['It is on fire'];
  expect(await service.page()).toContain('It is on fire');
  state.problems = [];
  expect(await service.page()).toContain('Everything is up');
});

it('the page changes with the tools', async () => {
  const { service, state } = serviceWith();
  expect(await service.page()).toContain('Acme');
  state.catalog = catalogOf('Other');
  expect(await service.page()).toContain('Other');
});
