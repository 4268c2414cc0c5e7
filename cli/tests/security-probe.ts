import type { Document } from '../../compiler/project';
import type { AppConfigAccess } from '../../release/terraform/stack-folder';
import { type RawAnswer, rawCall, type RawCall } from './raw-call';

/** What a probe is made with. */
export interface Probed {
  readonly access: AppConfigAccess;
  /** A document that clients read there. */
  readonly document: Pick<Document, 'application' | 'environment' | 'profile'>;
  /** Regions of this environment: nobody else's has something of it. */
  readonly regions: readonly string[];
  /** Of the AppConfig Agent. @default - there is none */
  readonly agent?: string;
}

/** One attempt that has to be in vain. */
export interface SecurityProbe {
  readonly name: string;
  /** `local`: what it does, or what it shows, is true of the local AppConfig only; `aws`: the same of AWS. @default - everywhere */
  readonly only?: 'local' | 'aws';
  /** @default - the data plane */
  readonly of?: 'agent';
  /** Moves the clock of the local AppConfig by a day: only with somebody's consent. */
  readonly movesClock?: true;
  /** Sentences; empty: it was in vain. */
  readonly attempt: (probed: Probed) => Promise<readonly string[]>;
}

export function isLocalAccess({ endpoint }: AppConfigAccess): boolean {
  return endpoint !== undefined;
}

/** AppConfig Data, where clients find it (AWS General Reference, "AWS AppConfig endpoints and quotas"). */
function dataOrigin({ endpoint, region }: AppConfigAccess): string {
  return endpoint ?? `https://appconfigdata.${region}.amazonaws.com`;
}

export function ask(probed: Probed, call: RawCall): Promise<RawAnswer> {
  return rawCall(dataOrigin(probed.access), call);
}

/** Fails where nobody answers, at the endpoints or as the agent: then nothing has been in vain. */
export async function requireAnswers({ access, agent }: Probed): Promise<void> {
  for (const origin of [dataOrigin(access), ...(agent === undefined ? [] : [agent])]) {
    await rawCall(origin, { method: 'GET', path: '/' });
  }
}

export function askAgentRaw({ agent = '' }: Probed, call: RawCall): Promise<RawAnswer> {
  return rawCall(agent, call);
}

/** A configuration that came although it should not, an error inside, or one that tells how the service is built. */
export function problemsOf(what: string, answer: RawAnswer, allowed: readonly number[]): string[] {
  const problems: string[] = [];
  if (!allowed.includes(answer.status)) {
    problems.push(`${what} is answered with ${answer.status}, ${allowed.join(' or ')} is right`);
  }
  return [...problems, ...leaksOf(what, answer)];
}

/** Stack traces, files of a machine, and the names of programs with their versions. */
export function leaksOf(what: string, { body, headers }: RawAnswer): string[] {
  const leaks: string[] = [];
  if (body.split('\n').some(isOfStack)) leaks.push(`${what} is answered with a stack trace`);
  if (/root:.*:0:0:/.test(body)) leaks.push(`${what} is answered with a file of the machine`);
  const told = headers['x-powered-by'] ?? headers['server'];
  if (told !== undefined && /\d/.test(String(told))) leaks.push(`${what} tells a version: ${String(told)}`);
  return leaks;
}

function isOfStack(line: string): boolean {
  return line.trimStart().startsWith('at ') && /:\d+:\d+\)?$/.test(line);
}
