import { spawn } from 'node:child_process';
import type { Io } from './command';
import { CommandError, EXIT } from './exit-codes';

/** A fault that somebody else injects: a command that begins it, and one that ends it. */
export interface OutsideFault {
  readonly describe: string;
  begin(): Promise<void>;
  /** Also after ctrl-C: nothing stays broken. */
  end(): Promise<void>;
}

/** No command that begins or ends a fault takes longer. */
const COMMAND_SECONDS = 120;
/** Fault Injection Service, of experiment templates ("AWS FIS identifiers"). */
const TEMPLATE = /^EXT[A-Za-z0-9]{1,60}$/;

/** Shell commands of the team; what the first one prints is `FAULT_OUTPUT` of the second. */
export function commandFault(io: Io, begin: string, end: string | undefined): OutsideFault {
  let output: string | undefined;
  return {
    describe: begin,
    begin: async () => {
      output = '';
      output = await runShell(io, begin, {});
    },
    end: async () => {
      if (end !== undefined && output !== undefined) await runShell(io, end, { FAULT_OUTPUT: output });
    },
  };
}

/** An experiment of AWS FIS, started and stopped with the AWS CLI as whoever calls. */
export function experimentFault(io: Io, template: string, region: string): OutsideFault {
  if (!TEMPLATE.test(template)) {
    throw new CommandError(
      EXIT.usage,
      `--experiment is ${template}, the id of an experiment template is possible (EXT…)`,
    );
  }
  const fis = (rest: string): string => `aws fis ${rest} --region ${region} --output text`;
  return {
    ...commandFault(
      io,
      fis(`start-experiment --experiment-template-id ${template} --query experiment.id`),
      // One that has ended by itself cannot be stopped.
      `${fis('stop-experiment --id "$FAULT_OUTPUT" --query experiment.state.status')} || true`,
    ),
    describe: `the experiment ${template}`,
  };
}

function runShell(io: Io, command: string, variables: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', command], {
      env: { ...io.env, ...variables } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: COMMAND_SECONDS * 1000,
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve(out.trim());
      reject(
        new CommandError(
          EXIT.usage,
          `the command of the fault ended with ${String(code)}: ${command}\n${err.trim()}`,
        ),
      );
    });
  });
}
