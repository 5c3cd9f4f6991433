import { clientGone, UpstreamError } from './upstream-error.js';

/** The limits of a queue, for one process. */
export interface FairQueueLimits {
  /** Tasks that run at once, … */
  running: number;
  /** … and for one key, so that no key takes all places. */
  runningPerKey: number;
  /** The total weight of all waiting tasks. */
  waiting: number;
  /** The longest wait of a task, in ms. */
  waitMs: number;
}

/** Figures for the metrics. */
export interface FairQueueState {
  running: number;
  waiting: number;
  /** Since the start: tasks that found the queue full, and tasks that waited too long. */
  refused: { full: number; late: number };
}

interface Task {
  start(): void;
  refuse(why: keyof FairQueueState['refused']): void;
}

/** The tasks of one key, running and waiting; it goes with the last of them. */
interface Share {
  running: number;
  readonly waiting: Set<Task>;
  /** Of all waiting tasks together. */
  weight: number;
}

/**
 * Runs a few tasks at a time and treats keys equally (max-min fairness): a free place goes to the key with the fewest
 * running tasks, and among those to the one that has waited longest. Tasks of one key keep their order. When the queue
 * is full, the key whose waiting tasks weigh most loses its newest task, so a flood hurts only its sender.
 */
export class FairQueue {
  private readonly shares = new Map<string, Share>();
  /** Keys with waiting tasks, by the number of their running tasks; each set in the order of arrival. */
  private readonly candidates: Set<Share>[];
  private running = 0;
  private waiting = 0;
  private weight = 0;
  private readonly refused = { full: 0, late: 0 };

  constructor(private readonly limits: FairQueueLimits) {
    this.candidates = Array.from({ length: limits.runningPerKey }, () => new Set<Share>());
  }

  /** What runs and waits now, and what was refused since the start. */
  get state(): FairQueueState {
    const { running, waiting, refused } = this;
    return { running, waiting, refused: { ...refused } };
  }

  /**
   * @param key the task's owner, such as a token; kept only as long as the owner has tasks
   * @param task gets the time that it has waited, in ms
   * @param options `weight`: counted against the limit for waiting tasks, 1 by default; `signal`: removes a waiting
   *   task
   *   from the queue, but does not stop a running one
   * @throws UpstreamError before the task begins: `busy` when the queue is full or the wait too long, `gone` when the
   *   signal is aborted first
   */
  async run<Result>(
    key: string,
    task: (waitedMs: number) => Promise<Result>,
    { weight = 1, signal }: { weight?: number; signal?: AbortSignal | undefined } = {},
  ): Promise<Result> {
    let share = this.shares.get(key);
    if (!share) this.shares.set(key, (share = { running: 0, waiting: new Set(), weight: 0 }));
    let waitedMs = 0;
    try {
      if (this.hasPlaceFor(share)) this.take(share);
      else waitedMs = await this.wait(share, weight, signal);
    } catch (error) {
      this.forget(key, share);
      throw error;
    }
    try {
      return await task(waitedMs);
    } finally {
      this.leave(share);
      this.forget(key, share);
    }
  }

  private hasPlaceFor({ running, waiting }: Share): boolean {
    const { running: most, runningPerKey } = this.limits;
    return waiting.size === 0 && this.running < most && running < runningPerKey;
  }

  /** Waits for the task's turn, and takes it. @returns the wait in ms */
  private wait(share: Share, weight: number, signal?: AbortSignal): Promise<number> {
    if (signal?.aborted) throw clientGone();
    while (this.weight + weight > this.limits.waiting) this.makeRoomFor(share, weight);
    const since = performance.now();
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        share.waiting.delete(task);
        share.weight -= weight;
        this.weight -= weight;
        this.waiting -= 1;
        if (share.waiting.size === 0) this.candidates[share.running]?.delete(share);
      };
      const leave = () => {
        end();
        reject(clientGone());
      };
      const task: Task = {
        start: () => {
          end();
          this.take(share);
          resolve(performance.now() - since);
        },
        refuse: (why) => {
          end();
          this.refused[why] += 1;
          reject(busy(why));
        },
      };
      const timer = setTimeout(() => task.refuse('late'), this.limits.waitMs).unref();
      signal?.addEventListener('abort', leave);
      share.waiting.add(task);
      share.weight += weight;
      this.weight += weight;
      this.waiting += 1;
      this.candidates[share.running]?.add(share);
    });
  }

  /** @throws UpstreamError when no other key's waiting tasks weigh more than the newcomer's would */
  private makeRoomFor(comer: Share, weight: number): void {
    let heaviest: Share | undefined;
    for (const share of this.shares.values()) {
      if (share.weight > (heaviest?.weight ?? comer.weight + weight)) heaviest = share;
    }
    const newest = [...(heaviest?.waiting ?? [])].at(-1);
    if (newest) return newest.refuse('full');
    this.refused.full += 1;
    throw busy('full');
  }

  private take(share: Share): void {
    this.running += 1;
    this.move(share, share.running + 1);
  }

  private leave(share: Share): void {
    this.running -= 1;
    this.move(share, share.running - 1);
    for (const shares of this.candidates) {
      const [share] = shares;
      const [task] = share?.waiting ?? [];
      if (task) return task.start();
    }
  }

  private move(share: Share, running: number): void {
    this.candidates[share.running]?.delete(share);
    share.running = running;
    if (share.waiting.size > 0) this.candidates[running]?.add(share);
  }

  private forget(key: string, { running, waiting }: Share): void {
    if (running === 0 && waiting.size === 0) this.shares.delete(key);
  }
}

function busy(why: keyof FairQueueState['refused']): UpstreamError {
  const reason =
    why === 'full' ? 'too many calls are waiting for it' : 'its turn did not come in time';
  return new UpstreamError('busy', `The application was not asked: ${reason}`);
}
