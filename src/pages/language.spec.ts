import { expect, it } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { languageOf } from './language.js';

it.each<[query: string, accept: string | undefined, kept: string | undefined, language: string]>([
  ['', undefined, undefined, 'en'],
  ['', '*', undefined, 'en'],
  ['', 'de', undefined, 'de'],
  ['', 'de-AT,de;q=0.9,en;q=0.8', undefined, 'de'],
  ['', 'pt-BR', undefined, 'pt'],
  ['', 'JA-jp', undefined, 'ja'],
  ['', 'zh-TW,zh;q=0.9,fr;q=0.5,en;q=0.3', undefined, 'fr'],
  ['', 'en;q=0.1,es', undefined, 'es'],
  ['', 'nl,zh', undefined, 'en'],
  ['', 'de;q=0,*', undefined, 'en'],
  ['', ';;,;q=', undefined, 'en'],
  ['', 'de', 'ja', 'ja'],
  ['', 'de', 'xx', 'de'],
  ['?lang=fr', 'de', 'ja', 'fr'],
  ['?lang=PT-br', 'de', undefined, 'pt'],
  ['?lang=xx', 'de', undefined, 'de'],
  ['?lang=', 'de', undefined, 'de'],
  ['?lang=xx&lang=es', 'de', undefined, 'es'],
  ['?lang=constructor', 'de', undefined, 'de'],
  ['?lang[a]=es', 'de', undefined, 'de'],
])(
  'the query %j with Accept-Language %j and cookie %j selects %s',
  async (query, accept, kept, language) => {
    const app = express().use((request, response) => {
      response.end(languageOf(request, kept));
    });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    // Node's fetch sends `*` of its own accord.
    const headers = { 'accept-language': accept ?? '' };
    const answer = await fetch(`http://127.0.0.1:${port}/${query}`, { headers });
    expect(await answer.text()).toBe(language);
    server.close();
  },
);
