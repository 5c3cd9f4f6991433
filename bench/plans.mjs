/**
 * The plans: about two minutes, or in full. `documents` lists the requests for each, with ten connections;
 * `connections` are the additional ones for one record of the first document; `seconds` is one measured window.
 */
export const QUICK = {
  servers: ['ours', 'ivotoby', 'floor'],
  documents: {
    starter: ['list', 'get', 'page', 'fields', 'create'],
    550: ['list'],
  },
  connections: [],
  rounds: 3,
  seconds: 0.3,
  warmUpCalls: 3_000,
  firstCalls: { starts: 2, operations: ['page'] },
  paceSeconds: 10,
  starts: { 550: 3 },
  memory: { servers: [], processes: 0, idleMs: 0, calls: 0 },
  hasWorkers: false,
};

export const FULL = {
  servers: ['ours', 'search', 'ivotoby', 'quiet', 'sdk', 'framework', 'floor'],
  documents: {
    starter: ['list', 'get', 'page', 'wide', 'fields', 'many', 'create', 'search'],
    clickfunnels: ['list', 'get', 'page'],
    550: ['list', 'get'],
    1223: ['list'],
  },
  connections: [1, 100],
  rounds: 7,
  seconds: 0.5,
  warmUpCalls: 20_000,
  firstCalls: { starts: 5, operations: ['get', 'page'] },
  paceSeconds: 60,
  starts: { starter: 5, 550: 5 },
  memory: { servers: ['ours', 'ivotoby'], processes: 5, idleMs: 240_000, calls: 100_000 },
  hasWorkers: true,
};
