import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ReleaseError } from '../release-error';
import { lockMinutes, lockTimeout, WAITS_FOR_LOCK } from './state-lock';
import { terraformBinary } from './terraform-environment';
import { type TerraformProblem, explainProblems } from './terraform-problems';

/** What one plan would do to one resource. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly action:
    'create' | 'read' | 'update' | 'replace' | 'delete' | 'noop' | 'move' | 'import' | 'remove';
}

/** A saved plan: secret, because it contains the documents and the state. */
export interface Plan {
  readonly file: string;
  /** False: resources and outputs are as they should be. */
  readonly isNeeded: boolean;
  readonly changes: readonly PlannedChange[];
}

/** A resource as the state has it. */
export interface ShownResource {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** One line of Terraform's machine-readable output, as far as the release reads it. */
export interface TerraformMessage {
  readonly type: string;
  readonly '@message': string;
  readonly change?: {
    readonly resource: { readonly addr: string; readonly resource_type: string };
    readonly action: PlannedChange['action'];
  };
  readonly hook?: { readonly resource: { readonly addr: string }; readonly elapsed_seconds?: number };
  readonly diagnostic?: TerraformProblem;
}

export interface TerraformOptions {
  /** From terraformEnvironment(). */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted: Terraform is interrupted once and finishes what it is doing, so that the state stays consistent. */
  readonly signal?: AbortSignal;
  readonly onMessage?: (message: TerraformMessage) => void;
}

interface Finished {
  readonly exitCode: number;
  readonly messages: readonly TerraformMessage[];
  readonly text: string;
  readonly stderr: string;
}

/** Terraform in the folder of one stack; every refusal becomes a sentence. */
export class Terraform {
  constructor(
    private readonly stack: { readonly name: string; readonly folder: string },
    private readonly options: TerraformOptions,
  ) {}

  async init(more: readonly string[] = []): Promise<void> {
    this.succeed(await this.run(['init', '-input=false', '-no-color', ...more]));
  }

  /** Empty where nothing was ever applied. */
  async pullState(): Promise<string> {
    const finished = await this.run(['state', 'pull']);
    this.succeed(finished);
    return finished.text;
  }

  /**
   * Refreshes and plans in one go; `-detailed-exitcode` tells a needless plan from a needed one. Never replace a version.
   *
   * With `only`, nothing but these addresses is planned, and what they need.
   */
  async plan(file: string, replace: readonly string[] = [], only: readonly string[] = []): Promise<Plan> {
    const choice = [...replace.map((one) => `-replace=${one}`), ...only.map((one) => `-target=${one}`)];
    const args = ['plan', '-json', '-input=false', '-detailed-exitcode', `-out=${file}`];
    const finished = await this.run([...args, ...this.lock(), ...choice]);
    if (finished.exitCode !== 2) this.succeed(finished);
    const changes = finished.messages.filter(({ type }) => type === 'planned_change').flatMap(plannedChange);
    return { file, isNeeded: finished.exitCode === 2, changes };
  }

  /** Plans without a lock, which is a write, and shows what was planned: as secret as the plan itself. */
  async planJson(file: string): Promise<string> {
    this.succeed(await this.run(['plan', '-json', '-input=false', '-lock=false', `-out=${file}`]));
    const shown = await this.run(['show', '-json', '-no-color', file]);
    this.succeed(shown);
    return shown.text;
  }

  async apply(plan: Plan): Promise<void> {
    const args = ['apply', '-json', '-input=false', ...this.lock(), plan.file];
    this.succeed(await this.run(args), 'apply');
  }

  /** Takes resources out of the state without touching them in AWS. */
  async forget(addresses: readonly string[], backupFile: string): Promise<void> {
    // Terraform insists on a backup, which holds the documents in plain text: not in the stack's folder.
    this.succeed(await this.run(['state', 'rm', `-backup=${backupFile}`, ...this.lock(), ...addresses]));
  }

  /** Takes something that AWS has into the state, as the resource of this address. */
  async adopt(address: string, id: string): Promise<void> {
    this.succeed(await this.run(['import', '-input=false', '-no-color', ...this.lock(), address, id]));
  }

  /** Everything in the state, and the state with it. Without a refresh: a rollout that failed must not get in the way. */
  async destroy(): Promise<void> {
    const args = ['destroy', '-json', '-input=false', '-auto-approve', '-refresh=false'];
    this.succeed(await this.run([...args, ...this.lock()]));
  }

  /** What the state knows of its resources; empty before the first apply and after a destroy. */
  async resources(): Promise<readonly ShownResource[]> {
    const finished = await this.run(['show', '-json', '-no-color']);
    this.succeed(finished);
    const state = JSON.parse(finished.text) as {
      readonly values?: { readonly root_module?: { readonly resources?: readonly ShownResource[] } };
    };
    return (state.values?.root_module?.resources ?? []).filter(({ mode }) => mode === 'managed');
  }

  /** Empty before the first apply. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const finished = await this.run(['output', '-json', '-no-color']);
    this.succeed(finished);
    const outputs = JSON.parse(finished.text) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  private lock(): string[] {
    return lockTimeout(lockMinutes(this.options.env));
  }

  private succeed({ exitCode, messages, stderr, text }: Finished, phase: 'plan' | 'apply' = 'plan'): void {
    if (this.options.signal?.aborted === true)
      throw new ReleaseError('interrupted', 'Terraform was interrupted');
    if (exitCode === 0) return;
    const problems = messages.flatMap(({ diagnostic }) =>
      diagnostic?.severity === 'error' ? [diagnostic] : [],
    );
    throw explainProblems(
      { stack: this.stack.name, phase, lockMinutes: lockMinutes(this.options.env) },
      problems.length > 0 ? problems : [{ severity: 'error', summary: (stderr || text).trim(), detail: '' }],
    );
  }

  private waiting(): TerraformMessage {
    const minutes = lockMinutes(this.options.env);
    const atMost = minutes > 0 ? `, ${minutes} min at most` : '';
    const text = `waiting for the lock of ${this.stack.name}: somebody else may be working on its state${atMost}`;
    return { type: WAITS_FOR_LOCK, '@message': text };
  }

  private run(args: readonly string[]): Promise<Finished> {
    const { env, signal } = this.options;
    return new Promise((resolve, reject) => {
      // Its own process group: the terminal's ctrl-C must not reach it a second time, two interrupts make it drop its work.
      const child = spawn(terraformBinary(env), args, {
        cwd: this.stack.folder,
        env: env as NodeJS.ProcessEnv,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let isWaiting = false;
      // Of the commands without JSON none looks at a signal before it has the lock; nothing has begun until then.
      const interrupt = (): void =>
        void child.kill(isWaiting && !args.includes('-json') ? 'SIGKILL' : 'SIGINT');
      if (signal?.aborted === true) interrupt();
      signal?.addEventListener('abort', interrupt, { once: true });
      const lines: string[] = [];
      const messages: TerraformMessage[] = [];
      let stderr = '';
      createInterface({ input: child.stdout }).on('line', (line) => {
        const message = parseMessage(line);
        if (message === undefined) lines.push(line);
        else messages.push(message);
        isWaiting = isAboutLock(line, message);
        const told = isWaiting ? this.waiting() : message;
        if (told !== undefined) this.options.onMessage?.(told);
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
      child.on('error', reject);
      child.on('close', (code) => {
        signal?.removeEventListener('abort', interrupt);
        resolve({ exitCode: code ?? 1, messages, text: lines.join('\n'), stderr });
      });
    });
  }
}

function plannedChange({ change }: TerraformMessage): PlannedChange[] {
  if (change === undefined) return [];
  return [{ address: change.resource.addr, type: change.resource.resource_type, action: change.action }];
}

/** Terraform says so when it has waited for almost half a second. */
function isAboutLock(line: string, message: TerraformMessage | undefined): boolean {
  return message === undefined ? line.startsWith('Acquiring state lock.') : message.type === WAITS_FOR_LOCK;
}

function parseMessage(line: string): TerraformMessage | undefined {
  if (!line.startsWith('{"@level"')) return undefined;
  try {
    return JSON.parse(line) as TerraformMessage;
  } catch {
    return undefined;
  }
}
