// Loaded into the server by a test (--import): some tools get a fault that no test could cause from outside.
import { ToolRunner } from '#built/mcp/tools/tool-runner.js';

const never = () => new Promise<never>(() => {});
const fault = () => new TypeError('a fault, with a detail of ours');

const FAULTS: Record<string, () => Promise<never>> = {
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

const { call } = ToolRunner.prototype;
ToolRunner.prototype.call = function (tool, ...rest) {
  const happen = FAULTS[tool.name];
  return happen ? happen() : call.call(this, tool, ...rest);
};

// Outside of any request.
process.on('SIGUSR2', () => {
  throw fault();
});
