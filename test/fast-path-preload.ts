// Loaded into the server by a test (--import): turns the fast path off, or logs for each request whether it was used.
import { FastPath } from '#built/mcp/fast-path/fast-path.js';

const { answer } = FastPath.prototype;
FastPath.prototype.answer = async function (...given) {
  if (process.env['FAST_PATH'] === 'off') return undefined;
  const fast = await answer.apply(this, given);
  const id = JSON.stringify(Object(given[1]).id);
  console.log(`${fast ? 'the fast path answered' : 'the SDK answered'} ${id}`);
  return fast;
};
