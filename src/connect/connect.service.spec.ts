import { expect, it } from '@jest/globals';
import type { ToolCatalog } from '../catalog/tool-catalog.js';
import type { AppConfig } from '../config/app-config.js';
import type { HealthService } from '../health/health.service.js';
import { LANGUAGES, type Language } from '../pages/language.js';
import { wordsOf } from '../pages/words.js';
import { ConnectService } from './connect.service.js';

/** Counts how often its tools are looked at, as only a page that is made anew does. */
function catalogOf(applicationName: string) {
  let looks = 0;
  const tools = new Proxy([], {
    get: (target, name) => {
      if (name === 'map' || name === 'filter') looks += 1;
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
    get applicationName() {
      return state.catalog.current.applicationName;
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

/** What the page says, in one language. */
const read = async (
  service: ConnectService,
  language: Language = 'en',
  access: 'full' | 'read only' = 'full',
) => (await service.page(access))(wordsOf(language)).content;

it('the connect page is rendered once for all requests with the same content', async () => {
  const { service, state } = serviceWith();
  const pages = new Set<unknown>();
  for (let at = 0; at < 20; at++) {
    for (const language of LANGUAGES) {
      for (const access of ['full', 'read only'] as const) {
        pages.add(await read(service, language, access));
      }
    }
  }
  expect(pages.size).toBe(2 * LANGUAGES.length);
  expect(state.catalog.looks()).toBe(2 * LANGUAGES.length);
});

it('the connect page is rendered again when problems appear and when they go', async () => {
  const { service, state } = serviceWith();
  expect((await read(service)).text).toContain('Everything is up');
  state.problems = ['It is on fire'];
  expect((await read(service)).text).toContain('It is on fire');
  state.problems = [];
  expect((await read(service)).text).toContain('Everything is up');
});

it('the connect page is rendered again when the tools change', async () => {
  const { service, state } = serviceWith();
  expect((await read(service)).text).toContain('Acme');
  state.catalog = catalogOf('Other');
  expect((await read(service)).text).toContain('Other');
});
