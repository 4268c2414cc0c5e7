import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { LOCAL_ENVIRONMENT } from '../../compiler/names';
import type { Project } from '../../compiler/project';
import { manualClock } from '../../local/clock';
import { type LocalAppConfig, startLocalAppConfig } from '../../local/server';
import { type Deployed, deployStack } from '../../release/deploy/deploy';
import { ownFolder } from '../../release/terraform/locked-provider';
import type { OnReleaseEvent } from '../../release/release-event';
import { openStack } from '../../release/terraform/stack-folder';
import { type Plan, Terraform } from '../../release/terraform/terraform';
import { terraformEnvironment } from '../../release/terraform/terraform-environment';
import { trunkOf } from '../../release/deploy/trunk';
import { cdktfProgress } from './cdktf-progress';
import type { Io } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { clip, releaseScreen } from '../releases/release-screen';

/** A simulated minute in a second: a rollout of six minutes is watched, not waited for. */
const TICK_MILLISECONDS = 100;
const TICK_SIMULATED_SECONDS = 6;

/** Called as time goes on during a rollout; `say` writes a line without disturbing the progress shown. */
export type OnSimulatedMinute = (minute: number, say: (text: string) => void) => void;

/** A local AppConfig with everything that is deployed to it; nothing of it outlives close(). */
export class Rehearsal {
  /** Synthesized stacks, and beside it `.dynconf` with their states: the work tree stays as it is. */
  readonly cdktfOut: string;
  /** Changed definitions, if any. */
  readonly changedRoot: string;
  /** What is deployed next. */
  private project?: Project;

  private constructor(
    private readonly io: Io,
    private readonly folder: string,
    readonly appConfig: LocalAppConfig,
  ) {
    this.cdktfOut = join(folder, 'cdktf.out');
    this.changedRoot = join(folder, 'definitions');
    mkdirSync(this.changedRoot);
  }

  static async open(io: Io): Promise<Rehearsal> {
    const appConfig = await startLocalAppConfig({ clock: manualClock() });
    return new Rehearsal(io, mkdtempSync(join(tmpdir(), 'dynconf-rehearsal-')), appConfig);
  }

  async close(): Promise<void> {
    await this.appConfig.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Synthesizes the stacks of `local` and deploys their foundation, both with the project's own cdktf. */
  async deployFoundation(root: string, project: Project): Promise<void> {
    this.project = project;
    const stacks = `${LOCAL_ENVIRONMENT}-*-foundation`;
    await this.runNode(
      [
        'scripts/cdktf.js',
        'deploy',
        stacks,
        '--auto-approve',
        '--skip-provider-lock',
        '--no-color',
        '--output',
        this.cdktfOut,
      ],
      root,
    );
  }

  /** Synthesizes changed definitions over the earlier ones: same stacks, same states. */
  async synthesize(root: string, project: Project): Promise<void> {
    this.project = project;
    await this.runNode(['scripts/app.js'], root);
  }

  /**
   * Deploys one stack as `dynconf deploy` does; time passes while its rollouts are followed, and only then.
   *
   * No gate is asked: the windows and blockers of real days would end a rehearsal that harms nobody.
   */
  async deploy(stack: string, onSimulatedMinute: OnSimulatedMinute = () => undefined): Promise<Deployed> {
    const screen = releaseScreen(this.io);
    const time = this.startTime((minute) =>
      onSimulatedMinute(minute, (text) => screen({ type: 'resource', text })),
    );
    const onEvent: OnReleaseEvent = (event) => {
      if (event.type === 'step') time.flows = event.step === 'await';
      if (event.type !== 'resource') screen(event);
    };
    try {
      const folder = openStack(this.cdktfOut, stack);
      return await deployStack(folder, {
        env: this.terraformVariables(),
        ...(this.project && { trunk: trunkOf(this.project, folder) }),
        onEvent,
        signal: this.io.signal,
        pollMilliseconds: 2 * TICK_MILLISECONDS,
      });
    } finally {
      time.stop();
    }
  }

  /** What plain Terraform says to a stack, without looking at AppConfig first. */
  async plan(stack: string): Promise<Plan> {
    const terraform = new Terraform(openStack(this.cdktfOut, stack), {
      env: this.terraformVariables(),
      signal: this.io.signal,
    });
    await terraform.init();
    return terraform.plan(join(this.folder, 'rehearsed.tfplan'));
  }

  /** From here on, a simulated minute takes a minute. */
  async keepUp(): Promise<void> {
    while (!this.io.signal.aborted) {
      await setTimeout(1_000, undefined, { signal: this.io.signal }).catch(() => undefined);
      this.appConfig.clock.advance(1);
    }
  }

  private startTime(onSimulatedMinute: (minute: number) => void): { flows: boolean; stop: () => void } {
    let seconds = 0;
    const time = { flows: false, stop: () => clearInterval(ticker) };
    const ticker = setInterval(() => {
      if (!time.flows) return;
      // Told before time goes on: minute 0 is when the rollout starts.
      onSimulatedMinute(seconds / 60);
      seconds += TICK_SIMULATED_SECONDS;
      this.appConfig.clock.advance(TICK_SIMULATED_SECONDS);
    }, TICK_MILLISECONDS);
    return time;
  }

  private runNode(args: readonly string[], root: string): Promise<void> {
    const { io } = this;
    return new Promise((resolve, reject) => {
      // A process group of its own, so that Terraform under it is ended with it.
      const child = spawn(process.execPath, args, {
        cwd: ownFolder(),
        env: this.childVariables(root) as NodeJS.ProcessEnv,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const interrupt = (): void => signalGroup(child.pid, 'SIGINT');
      io.signal.addEventListener('abort', interrupt, { once: true });
      const lines: string[] = [];
      const progressIn = cdktfProgress();
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line);
          const progress = progressIn(line);
          // What cdktf says when it is interrupted is its own, and told better by us.
          if (progress !== undefined && !io.signal.aborted)
            io.err(`${clip(`        ${progress}`, io.clipAt)}\n`);
        });
      }
      child.on('error', reject);
      child.on('close', (code) => {
        io.signal.removeEventListener('abort', interrupt);
        // cdktf goes at once when it is interrupted; the state it leaves behind is thrown away here.
        if (io.signal.aborted) signalGroup(child.pid, 'SIGKILL');
        if (code === 0) resolve();
        else
          reject(
            new CommandError(
              EXIT.notInOrder,
              `${args.slice(0, 2).join(' ')} ended with ${String(code)}:\n${lines.join('\n')}`,
            ),
          );
      });
    });
  }

  private terraformVariables(): Readonly<Record<string, string | undefined>> {
    return terraformEnvironment(this.childVariables('.')).env;
  }

  /** Nothing of the caller's AWS or Terraform workspace reaches the rehearsal. */
  private childVariables(root: string): Record<string, string | undefined> {
    const inherited = Object.entries(this.io.env).filter(
      ([name]) => !/^(AWS_|TF_WORKSPACE$|TF_DATA_DIR$|TF_CLI_ARGS)/.test(name),
    );
    return {
      ...Object.fromEntries(inherited),
      CI: '1',
      CDKTF_OUTDIR: this.cdktfOut,
      DYNCONF_ENVIRONMENTS: LOCAL_ENVIRONMENT,
      DYNCONF_APPCONFIG_ENDPOINT: this.appConfig.url,
      DYNCONF_ROOT: root,
    };
  }
}

function signalGroup(pid: number | undefined, signal: 'SIGINT' | 'SIGKILL'): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}
