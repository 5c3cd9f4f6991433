import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { until } from './running-server.js';

/** A real Redis for one test, which can be killed and restarted. */
export class RunningRedis {
  private process: ChildProcess | undefined;

  constructor(readonly port: number) {}

  /** Whether there is a redis-server on this machine. */
  static get isInstalled(): boolean {
    return spawnSync('redis-server', ['--version']).status === 0;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const place = ['--port', String(this.port), '--bind', '127.0.0.1'];
    this.process = spawn('redis-server', [...place, '--save', '', '--appendonly', 'no'], {
      stdio: 'ignore',
    });
    await until(() => this.isListening());
  }

  /** It keeps running but does not answer. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    if (!this.process) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    this.process = undefined;
    await exited;
  }

  private async isListening(): Promise<boolean> {
    const socket = connect(this.port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  }
}
