// What is asked and what a right answer is. A list is compared with one that was looked at once; a record
// must be the one asked for, by an id that is another every time.
const IDS = 400;
let nextId = 0;

/** The tools of a server by what they do, found by names that each server makes in its own way. */
export function findTools(list) {
  const { tools } = JSON.parse(list).result;
  const named = (...names) => tools.find(({ name }) => names.includes(name))?.name;
  return {
    count: tools.length,
    get: named('get_project', 'get-projects', 'get_workspace', 'get-workspaces'),
    rows: named('list_projects', 'lst-projects'),
    create: named('create_project', 'crt-projects'),
  };
}

/**
 * @param {{ operation: 'list' | 'get' | 'rows' | 'create', tool?: string, expected?: number }} about
 * @returns a function that makes the next question, with `isRight(bytes)`
 */
export function questionsAbout({ operation, tool, expected }) {
  return QUESTIONS[operation](tool, expected);
}

const QUESTIONS = {
  list: (_, expected) => {
    let known;
    const isRight = (bytes) => {
      if (known !== undefined && sameBesideId(known, bytes)) return true;
      if (bytes.toString().split('"inputSchema"').length - 1 < expected) return false;
      if (JSON.parse(bytes).result.tools.length !== expected) return false;
      known = bytes;
      return true;
    };
    return () => ({ method: 'tools/list', params: {}, isRight });
  },
  get: (name) => () => {
    const id = 1_000 + (nextId++ % IDS);
    return call(name, { id }, (answer) => recordOf(answer).id === id);
  },
  rows: (name) => () => call(name, { team_id: 1 }, (answer) => rowsOf(answer).length === 25),
  create: (name) => () => {
    const title = `Project ${nextId++}`;
    const fields = { name: title, description: 'Made by the bench', budget: 12.5, public: true };
    // ivotoby's leaves the fields in Rails' wrapper.
    const args = name.startsWith('crt-') ? { project: fields } : fields;
    return call(name, { team_id: 1, ...args }, (answer) => recordOf(answer).name === title);
  },
};

function call(name, args, isRight) {
  return {
    method: 'tools/call',
    params: { name, arguments: args },
    isRight: (bytes) => isRight(JSON.parse(bytes)),
  };
}

/** A tool's result holds the answer as an object or as text; the floor's is the answer itself. */
function recordOf(answer) {
  if (!answer.jsonrpc) return answer;
  const { structuredContent, content } = answer.result;
  return structuredContent ?? JSON.parse(content[0].text);
}

function rowsOf(answer) {
  const record = recordOf(answer);
  return record.items ?? record;
}

/** Lists differ in the id of the request at most, in front of the tools or behind them. */
function sameBesideId(known, bytes) {
  return Math.abs(known.length - bytes.length) <= 12 && bytes.includes(known.subarray(64, -96));
}
