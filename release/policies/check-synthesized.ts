import { isObject } from '../../compiler/json-object';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { Json, Project } from '../../compiler/project';
import { codeSource } from '../../delivery/pipeline/source-host';
import { LOCK_FILE, STACK_FILE } from '../../delivery/stack-files';
import { listStacks } from '../artifact/artifact-files';
import { lockedProviders, lockFileText } from '../terraform/locked-provider';
import { POLICIES } from './policies';
import {
  type JsonPath,
  type Policy,
  SEVERITIES,
  type Severity,
  type SynthesizedStack,
  type Trusted,
  type Violation,
} from './policy';
import { wantedStacks } from './wanted-stacks';
import { ReleaseError } from '../release-error';

/** A rule that a synthesized stack breaks. */
export interface PolicyFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly stack: string;
  /** `cdktf.out/stacks/<stack>/cdk.tf.json`. */
  readonly file: string;
  /** As in `resource.aws_iam_role.canary.assume_role_policy.Statement[0].Principal`. */
  readonly path: string;
  /** From 1; where the path goes on inside a text, the line of that text. */
  readonly line: number;
  readonly message: string;
  readonly fix: string;
}

export interface PolicyCheck {
  readonly cdktfOut: string;
  /** The folder of the project's lock file. */
  readonly root: string;
  /** Without it, nobody knows which backends and accounts are wanted. */
  readonly project?: Project | undefined;
}

export interface PolicyReport {
  readonly stacks: readonly string[];
  /** By file, then line. */
  readonly findings: readonly PolicyFinding[];
}

/** A stack of this project has a dozen; rules that go down into a million would end in the middle of it. */
const MOST_LEVELS = 100;
const TOO_DEEP = `it is nested more than ${MOST_LEVELS} levels deep`;

/** Looks at every synthesized stack as Terraform would read it. */
export function checkSynthesized({ cdktfOut, root, project }: PolicyCheck): PolicyReport {
  const folder = join(cdktfOut, 'stacks');
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  if (names.length === 0)
    throw new ReleaseError('prerequisite', `${folder} holds no stacks: run \`npx cdktf synth\` first`);
  const trusted: Trusted = {
    lockFile: lockFileText(root),
    providers: lockedProviders(root),
    ...(project && trustedOf(project)),
  };
  const files = [...listStacks(cdktfOut).files.keys()];
  const findings = names.flatMap((name) => checkStack(join(folder, name), { trusted, files }));
  return { stacks: names, findings };
}

function trustedOf(project: Project): Partial<Trusted> {
  const { environments, tools } = project;
  return {
    wanted: wantedStacks(project),
    accounts: new Set([...environments, ...(tools ? [tools] : [])].map(({ account }) => account)),
    readers: new Set(
      environments.flatMap(({ readers }) => (readers && 'roles' in readers ? readers.roles : [])),
    ),
    code: tools && codeSource(tools.source).location,
  };
}

/** Whether a finding counts at a threshold: `warning` takes errors and warnings. */
export function isAtLeast({ severity }: Pick<PolicyFinding, 'severity'>, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
}

function checkStack(
  folder: string,
  { trusted, files }: { trusted: Trusted; files: readonly string[] },
): PolicyFinding[] {
  const name = basename(folder);
  const prefix = `cdktf.out/stacks/${name}/`;
  const text = readText(join(folder, STACK_FILE));
  const json = text === undefined ? undefined : parseJson(text);
  if (text === undefined || !isObject(json) || isDeep(json)) {
    const message =
      text === undefined ? 'there is no such file' : isObject(json) ? TOO_DEEP : 'it is not JSON';
    return [
      locate(NOT_A_STACK, {
        violation: { path: [], message, fix: NOT_A_STACK.fix },
        prefix,
        lineOf: () => 1,
      }),
    ];
  }
  const stack: SynthesizedStack = {
    name,
    text,
    json,
    files: files.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length)),
    lockFile: readText(join(folder, LOCK_FILE)),
    trusted,
  };
  const lineOf = linesIn(text);
  return POLICIES.flatMap((policy) =>
    policy.find(stack).map((violation) => locate(policy, { violation, prefix, lineOf })),
  ).sort((left, right) =>
    left.file === right.file ? left.line - right.line : left.file < right.file ? -1 : 1,
  );
}

export const NOT_A_STACK = {
  rule: 'NOT_A_STACK',
  severity: 'error',
  meaning: 'Every folder of stacks has a cdk.tf.json, and it is JSON',
  fix: 'remove cdktf.out and synthesize again; find out who wrote it',
} as const;

function locate(
  { rule, severity }: Pick<Policy, 'rule' | 'severity'>,
  { violation, prefix, lineOf }: { violation: Violation; prefix: string; lineOf: (path: JsonPath) => number },
): PolicyFinding {
  const { file = STACK_FILE, path, message, fix } = violation;
  return {
    rule,
    severity,
    stack: basename(dirname(`${prefix}${STACK_FILE}`)),
    file: `${prefix}${file}`,
    path: writtenPath(path),
    line: file === STACK_FILE ? lineOf(path) : 1,
    message,
    fix,
  };
}

function writtenPath(path: JsonPath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`))
    .join('');
}

/** JSON is YAML, and the YAML parser knows positions; it runs only where something was found. */
function linesIn(text: string): (path: JsonPath) => number {
  const lines = new LineCounter();
  let document: ReturnType<typeof parseDocument> | undefined;
  return (path) => {
    document ??= parseDocument(text, { lineCounter: lines, uniqueKeys: false, logLevel: 'silent' });
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
}

function isDeep(value: Json, levels = MOST_LEVELS): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeep(item as Json, levels - 1));
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
