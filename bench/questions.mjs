// What is asked and what a right answer is. A list of tools is compared with one that was looked at once; a record must
// be the one asked for, by an id that is another every time; pages must have the records they should.
import { RESOURCES, WIDE_PARENT } from './resources.mjs';

const IDS = 400;
const PAGE = 25;
const MANY = 200;
const PARENT = 1;
let nextId = 0;

/**
 * @param {{ operation: string, resource: string, tool?: string, expected?: number }} about
 * @returns {() => (ask: Function) => Promise<boolean>} makes the next question: it asks, and says whether the answer
 * was right
 */
export function questionsAbout({ operation, ...about }) {
  return QUESTIONS[operation]({ ...about, ...RESOURCES[about.resource] });
}

const QUESTIONS = {
  list: ({ expected }) => {
    let known;
    const isRight = (bytes) => {
      if (known !== undefined && sameBesideId(known, bytes)) return true;
      if (JSON.parse(bytes).result?.tools.length !== expected) return false;
      known = bytes;
      return true;
    };
    return () => async (ask) => isRight(await ask('tools/list', {}));
  },
  get:
    ({ tool }) =>
    () => {
      const id = 1_000 + (nextId++ % IDS);
      return call(tool, { id }, (record) => record.id === id);
    },
  page:
    ({ tool, parent, shown = PAGE }) =>
    () =>
      call(tool, { [parent]: PARENT }, (answer) => hasRecords(answer, shown)),
  // Ours cuts what is too much for a model; others send it all.
  wide:
    ({ tool, parent }) =>
    () =>
      call(tool, { [parent]: WIDE_PARENT }, (answer) => hasRecords(answer, 8)),
  fields:
    ({ tool, parent, title }) =>
    () =>
      call(
        tool,
        { [parent]: PARENT, fields: ['id', title] },
        (answer) => hasRecords(answer, PAGE) && Object.keys(rowsOf(answer)[0]).length === 2,
      ),
  many: (about) => (about.asksPages ? pageByPage(about) : inOneCall(about)),
  create:
    ({ tool, parent, title, wrapper }) =>
    () => {
      const name = `Project ${nextId++}`;
      const fields = { [title]: name };
      // ivotoby's leaves the fields in Rails' wrapper.
      const args = tool?.startsWith('crt-') ? { [wrapper]: fields } : fields;
      return call(tool, { [parent]: PARENT, ...args }, (record) => record[title] === name);
    },
  search:
    ({ tool, query }) =>
    () =>
      call('find_operations', { query }, (found) => namesFirst(found, tool)),
};

/** What can be asked. */
export const OPERATIONS = Object.keys(QUESTIONS);

/** Ours cuts what is too much, behind three pages at the earliest. */
function inOneCall({ tool, parent }) {
  const args = { [parent]: PARENT, max_items: MANY };
  return () => call(tool, args, (answer) => hasRecords(answer, 3 * PAGE));
}

/** What a model does that has no `max_items`: one call after another. */
function pageByPage({ tool, parent }) {
  const read = (after) =>
    call(tool, { [parent]: PARENT, ...(after && { after }) }, (answer) =>
      hasRecords(answer, PAGE, after),
    );
  return () => async (ask) => {
    for (let after = 0; after < MANY; after += PAGE) {
      if (!(await read(after)(ask))) return false;
    }
    return true;
  };
}

function call(name, args, isRight) {
  return async (ask) =>
    isRight(contentOf(JSON.parse(await ask('tools/call', { name, arguments: args }))));
}

/** A tool's result holds the answer as an object or as text; the API's answer is itself. */
function contentOf(answer) {
  if (!answer.jsonrpc) return answer;
  const { structuredContent, content } = answer.result;
  return structuredContent ?? JSON.parse(content[0].text);
}

function rowsOf(answer) {
  return answer.items ?? answer;
}

function hasRecords(answer, count, after = 0) {
  const rows = rowsOf(answer);
  return rows.length >= count && rows.every(({ id }, index) => id === after + index + 1);
}

function namesFirst({ operations }, tool) {
  return operations.slice(0, 3).some(({ name }) => name === tool);
}

/** Lists differ in the id of the request at most, in front of the tools or behind them. */
function sameBesideId(known, bytes) {
  return Math.abs(known.length - bytes.length) <= 12 && bytes.includes(known.subarray(64, -96));
}
