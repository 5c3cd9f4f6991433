// Loaded into the server by a test (--import): some tools have a fault that no test could bring about from outside.
const { ToolRunner } = await import('../dist/mcp/tools/tool-runner.js');

const never = () => new Promise(() => {});
const fault = () => new TypeError('a fault, with a detail of ours');

const FAULTS = {
  list_teams: () => {
    throw fault();
  },
  get_team: () => Promise.reject(fault()),
  list_memberships: () => {
    setTimeout(() => {
      throw fault();
    }, 10);
    return never();
  },
  get_membership: () => {
    void Promise.reject(fault());
    return never();
  },
};

const call = ToolRunner.prototype.call;
ToolRunner.prototype.call = function (tool, ...rest) {
  const happen = FAULTS[tool.name];
  return happen ? happen() : call.call(this, tool, ...rest);
};

// Outside of any request.
process.on('SIGUSR2', () => {
  throw fault();
});
