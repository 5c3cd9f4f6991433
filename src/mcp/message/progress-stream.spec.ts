import type { ServerResponse } from 'node:http';
import { expect, it, jest } from '@jest/globals';
import { ProgressStream } from './progress-stream.js';

function open(state: Partial<ServerResponse> = {}) {
  const written: string[] = [];
  const response = {
    writeHead: () => undefined,
    write: (text: string) => written.push(text),
    end: () => undefined,
    ...state,
  } as unknown as ServerResponse;
  return { stream: new ProgressStream('p', response), written, response };
}

it('progress that the client does not take is dropped, and so is progress that is none', () => {
  const { stream, written, response } = open();
  stream.report(0, 'nothing');
  expect(stream.isOpen).toBe(false);
  stream.report(1, 'one');
  stream.report(1, 'one');
  Object.assign(response, { writableNeedDrain: true });
  for (let count = 2; count < 100; count++) stream.report(count, 'many');
  expect(written).toHaveLength(1);
  Object.assign(response, { writableNeedDrain: false });
  stream.report(100, 'hundred');
  expect(written).toHaveLength(2);
});

it.each(['destroyed', 'writableEnded'])('nothing is written to a response that is %s', (state) => {
  const { stream, written } = open({ [state]: true });
  stream.report(1, 'one');
  expect(written).toEqual([]);
});

it('progress has ten events a second', () => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(5_000);
  const { stream, written } = open();
  for (let count = 1; count <= 50; count++) stream.report(count, 'many');
  expect(written).toHaveLength(10);
  now.mockReturnValue(6_000);
  for (let count = 51; count <= 100; count++) stream.report(count, 'many');
  expect(written).toHaveLength(20);
  now.mockRestore();
});

it('the answer is one line of its event, whatever space is in its JSON', () => {
  const { stream, written } = open();
  stream.report(1, 'one');
  stream.end(['{"result":\r\n', Buffer.from('{"a":1}\n}')]);
  expect(written.at(-1)).toBe('event: message\ndata: {"result": {"a":1} }\n\n');
});
