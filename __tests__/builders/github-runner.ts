import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type ContextValue, evaluateExpression, fillExpressions, parseWorkflow } from './github-parser';

type Contexts = Readonly<Record<string, ContextValue>>;
type Variables = Readonly<Record<string, string>>;

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Variables;
}
interface Workflow {
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly env?: Variables;
  readonly jobs: Readonly<Record<string, { readonly env?: Variables; readonly steps: readonly Step[] }>>;
}

/** What an action does that a step uses, by the name of the action: checkout, upload-artifact. */
export type Actions = Readonly<
  Record<string, (job: { workspace: string; with: NonNullable<Step['with']> }) => void>
>;

export interface JobOptions {
  readonly workflow: string;
  readonly job: string;
  /** An empty folder; temporary files of the job lie beside it. */
  readonly workspace: string;
  /** github, vars and the like. */
  readonly contexts: Contexts;
  readonly env: Variables;
  readonly actions: Actions;
  /** Commands that something else stands for, as a whole step. */
  readonly instead: Readonly<Record<string, (workspace: string) => void>>;
}

export interface StepRun {
  readonly name: string;
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly output: string;
}
export interface JobRun {
  readonly conclusion: 'success' | 'failure' | 'skipped';
  readonly steps: readonly StepRun[];
  readonly summary: string;
}

/** How GitHub starts a shell that a workflow names `bash` (GitHub docs, "Workflow syntax", jobs.<job_id>.steps[*].shell). */
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  bash: ['bash', '--noprofile', '--norc', '-eo', 'pipefail'],
};
const FILES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'];

/**
 * Runs a job of a workflow: its conditions, its expressions and its scripts, in order.
 *
 * Runner commands (`::set-output`), containers, services, matrices and timeouts are not here: the workflows use none.
 */
export async function runJob(file: string, options: JobOptions): Promise<JobRun> {
  const text = readFileSync(file, 'utf8');
  const parsed = await parseWorkflow(options.workflow, text);
  const conditions = parsed.jobs.find(({ id }) => id === options.job);
  if (parsed.problems.length > 0 || conditions === undefined)
    throw new Error(parsed.problems.join('\n') || `there is no job ${options.job}`);
  if (!holds(conditions.if, options.contexts, true)) return { conclusion: 'skipped', steps: [], summary: '' };
  return new Job(parse(text) as Workflow, options).run(conditions.steps.map((step) => step.if));
}

function holds(condition: string, contexts: Contexts, isGreen: boolean): boolean {
  const status = {
    success: () => isGreen,
    failure: () => !isGreen,
    always: () => true,
    cancelled: () => false,
  };
  return !['', 'false', '0'].includes(evaluateExpression(condition, contexts, status));
}

class Job {
  readonly #steps: readonly Step[];
  readonly #shell: readonly string[];
  readonly #temp: string;
  readonly #outputs: Record<string, { outputs: Record<string, string> }> = {};
  readonly #runs: StepRun[] = [];
  #isGreen = true;

  constructor(
    private readonly workflow: Workflow,
    private readonly options: JobOptions,
  ) {
    this.#steps = workflow.jobs[options.job]?.steps ?? [];
    const shell = SHELLS[workflow.defaults?.run?.shell ?? ''];
    if (shell === undefined) throw new Error('a workflow names its shell: bash');
    this.#shell = shell;
    mkdirSync(options.workspace, { recursive: true });
    this.#temp = mkdtempSync(`${options.workspace}.temp-`);
    for (const name of FILES) writeFileSync(this.#file(name), '');
  }

  async run(conditions: readonly string[]): Promise<JobRun> {
    for (const [index, step] of this.#steps.entries()) {
      const name = step.name ?? step.run ?? step.uses ?? '';
      if (!holds(conditions[index] ?? '', this.#contexts(), this.#isGreen)) {
        this.#runs.push({ name, outcome: 'skipped', output: '' });
        continue;
      }
      const { exitCode, output } = await this.#step(step, index);
      if (exitCode !== 0) this.#isGreen = false;
      if (step.id !== undefined) this.#outputs[step.id] = { outputs: this.#pairs('GITHUB_OUTPUT') };
      writeFileSync(this.#file('GITHUB_OUTPUT'), '');
      this.#runs.push({ name, outcome: exitCode === 0 ? 'success' : 'failure', output });
    }
    return {
      conclusion: this.#isGreen ? 'success' : 'failure',
      steps: this.#runs,
      summary: readFileSync(this.#file('GITHUB_STEP_SUMMARY'), 'utf8'),
    };
  }

  async #step(step: Step, index: number): Promise<{ exitCode: number; output: string }> {
    if (step.uses !== undefined) return this.#use(step.uses, step.with ?? {});
    const command = (step.run ?? '').trim();
    const other = this.options.instead[command];
    if (other) {
      other(this.options.workspace);
      return { exitCode: 0, output: '' };
    }
    const script = join(this.#temp, `step-${index}.sh`);
    writeFileSync(script, step.run ?? '');
    return this.#bash(script, step.env ?? {});
  }

  #use(uses: string, given: NonNullable<Step['with']>): { exitCode: number; output: string } {
    const [, name = ''] = /^actions\/([\w-]+)@/.exec(uses) ?? [];
    const action = this.options.actions[name];
    if (!action) throw new Error(`nothing stands for ${uses}`);
    action({ workspace: this.options.workspace, with: given });
    return { exitCode: 0, output: '' };
  }

  #bash(script: string, own: Variables): Promise<{ exitCode: number; output: string }> {
    const [command = '', ...args] = this.#shell;
    const child = spawn(command, [...args, script], {
      cwd: this.options.workspace,
      env: this.#variables(own),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    return new Promise((done) => child.on('close', (code) => done({ exitCode: code ?? 1, output })));
  }

  #variables(own: Variables): NodeJS.ProcessEnv {
    const { workspace, env, job } = this.options;
    const contexts = this.#contexts();
    const given = { ...this.workflow.env, ...this.workflow.jobs[job]?.env, ...own };
    const filled = Object.entries(given).map(([name, text]) => [
      name,
      fillExpressions(String(text), contexts),
    ]);
    const path = readFileSync(this.#file('GITHUB_PATH'), 'utf8').split('\n').filter(Boolean).reverse();
    return {
      ...env,
      PATH: [...path, env['PATH']].join(':'),
      HOME: this.#temp,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: this.#temp,
      ...Object.fromEntries(FILES.map((name) => [name, this.#file(name)])),
      ...this.#pairs('GITHUB_ENV'),
      ...(Object.fromEntries(filled) as Variables),
    };
  }

  #contexts(): Contexts {
    return { ...this.options.contexts, steps: this.#outputs };
  }

  /** Lines `name=value`; the workflows write no value of several lines. */
  #pairs(file: string): Record<string, string> {
    const lines = readFileSync(this.#file(file), 'utf8').split('\n').filter(Boolean);
    return Object.fromEntries(
      lines.map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
    ) as Record<string, string>;
  }

  #file(name: string): string {
    return join(this.#temp, name);
  }
}

/** What of the machine a job sees: nothing that this test was started with. */
export function runnerVariables(more: Variables = {}): Variables {
  const known = ['PATH', 'LANG', 'TZ'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...(Object.fromEntries(known) as Variables), ...more };
}
