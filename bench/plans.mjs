/** What is measured: in less than a minute, or in full. Seconds are those of one measured window. */
export const QUICK = {
  servers: ['ours', 'ivotoby', 'floor'],
  sizes: [20, 550],
  connections: [10],
  rounds: 5,
  seconds: 0.3,
  warmUpSeconds: 0.5,
  starts: 1,
  memoryServers: ['ours'],
  memoryCalls: 5_000,
  extras: false,
};

export const FULL = {
  servers: ['ours', 'search', 'ivotoby', 'quiet', 'sdk', 'floor'],
  sizes: [20, 204, 550, 1_223],
  connections: [1, 10, 100],
  rounds: 5,
  seconds: 0.4,
  warmUpSeconds: 1,
  starts: 5,
  memoryServers: ['ours', 'ivotoby'],
  memoryCalls: 100_000,
  extras: true,
};
