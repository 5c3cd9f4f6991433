import { expect, it } from '@jest/globals';
import { ListeningStreams } from './listening-streams.js';

it('one token gets at most 32 listening streams, and other tokens still get theirs', () => {
  const streams = new ListeningStreams();
  const ends = Array.from({ length: 32 }, () => streams.open('a'));
  expect(() => streams.open('a')).toThrow('There are 32 streams of this token already');
  expect(() => streams.open('b')).not.toThrow();
  ends[0]!();
  expect(() => streams.open('a')).not.toThrow();
});

it('all tokens together get at most 1,024 listening streams, and none is counted after its end', () => {
  const streams = new ListeningStreams();
  const ends = Array.from({ length: 1_024 }, (_, at) => streams.open(`person ${at}`));
  expect(() => streams.open('one more')).toThrow(
    expect.objectContaining({ status: 503, headers: { 'Retry-After': '60' } }),
  );
  expect(streams.size).toBe(1_024);
  for (const end of ends) end();
  expect(streams.size).toBe(0);
});
