import type { Json } from '../../compiler/project';
import { STACK_FILE } from '../../delivery/stack-files';
import { addressOf, type Block, blocksOf, type Policy, resourcesOf, typeOf, type Violation } from './policy';

/** What the stacks of this project consist of. */
const TOP_LEVEL: ReadonlySet<string> = new Set([
  '//',
  'data',
  'locals',
  'module',
  'moved',
  'output',
  'provider',
  'resource',
  'terraform',
  'variable',
]);
const OF_TERRAFORM: ReadonlySet<string> = new Set([
  'backend',
  'cloud',
  'required_providers',
  'required_version',
]);

/** Types that run a program, call a function or reach beyond AWS while Terraform plans or applies. */
const RUNS_PROGRAMS =
  /^(external|http|local_\w+|null_\w+|shell_\w+|template_\w+|aws_lambda_invocation|aws_ssm_association)$/;
/** Blocks of a resource that do something on the machine that applies, or log in to another. */
const RUNS_HERE = ['provisioner', 'connection'];

/** What Terraform reads in a folder besides cdk.tf.json (Terraform language, "Files and Configuration Structure"). */
const READ_BY_TERRAFORM =
  /\.(tf|tofu|tfvars|tfstate|tftest|tfmock|tfquery|tfstack|tfdeploy)(\.json|\.hcl)?$|(^|\/)(\.terraformrc|terraform\.rc|modules|terraform\.tfstate\.d)(\/|$)/i;

/** Nothing but AWS's own provider does anything, and nothing is read that these rules do not read. */
export const RUNS_CODE: readonly Policy[] = [
  {
    rule: 'PROVISIONER',
    severity: 'error',
    meaning: 'No resource has a provisioner or a connection: nothing runs on the machine that applies',
    find: ({ json }) =>
      [
        ...blocksOf(json['resource'], { path: ['resource'], labels: 2 }),
        ...blocksOf(json['removed'], { path: ['removed'], labels: 0 }),
      ].flatMap(findProvisioners),
  },
  {
    rule: 'RUNS_PROGRAM',
    severity: 'error',
    meaning:
      'No resource or data source runs a program, writes a file or asks another server while Terraform runs',
    find: (stack) =>
      [...resourcesOf(stack), ...resourcesOf(stack, 'data')]
        .filter((block) => RUNS_PROGRAMS.test(typeOf(block)))
        .map((block) => ({
          path: block.path,
          message: `${addressOf(block)} runs code or leaves AWS while Terraform runs`,
          fix: 'do it in a command of the build, whose result is part of the artifact',
        })),
  },
  {
    rule: 'MODULE',
    severity: 'error',
    meaning: 'No stack has a module: what it does would not be in the file that is checked',
    find: ({ json }) =>
      blocksOf(json['module'], { path: ['module'], labels: 1 }).map(({ path, labels, body }) => ({
        path,
        message: `module ${labels.join('.')} comes from ${JSON.stringify(body['source'] ?? null)}, which is not checked`,
        fix: 'write its resources as a construct',
      })),
  },
  {
    rule: 'UNKNOWN_BLOCK',
    severity: 'error',
    meaning: 'A stack has no kind of block that these rules do not know',
    find: ({ json }) => [
      ...unknownIn(Object.keys(json), { known: TOP_LEVEL, path: [] }),
      ...blocksOf(json['terraform'], { path: ['terraform'], labels: 0 }).flatMap(({ path, body }) =>
        unknownIn(Object.keys(body), { known: OF_TERRAFORM, path }),
      ),
    ],
  },
  {
    rule: 'OTHER_TERRAFORM_FILE',
    severity: 'error',
    meaning: 'Terraform reads nothing in a stack’s folder but cdk.tf.json and the files that it names',
    find: ({ files }) =>
      files
        .filter((file) => file !== STACK_FILE && READ_BY_TERRAFORM.test(file))
        .map((file) => ({
          file,
          path: [],
          message: `${file} is read by Terraform and was not synthesized`,
          fix: 'remove cdktf.out and synthesize again; find out who wrote it',
        })),
  },
  {
    rule: 'NOT_AS_SYNTHESIZED',
    severity: 'error',
    meaning: 'cdk.tf.json is read in one way only: no key is there twice, nothing is written with escapes',
    find: ({ text, json }) =>
      withoutWhiteSpace(text) === JSON.stringify(json)
        ? []
        : [
            {
              path: [],
              message:
                'it has a key twice, or texts in escapes: Terraform would read something else than these rules',
              fix: 'synthesize again; find out who wrote it',
            },
          ],
  },
];

function findProvisioners(block: Block): Violation[] {
  const at = addressOf(block) || 'a removed block';
  return RUNS_HERE.filter((key) => key in block.body).map((key) => ({
    path: [...block.path, key],
    message: `${at} has a ${key}: it would run on the machine that applies`,
    fix: 'do it in a command of the pipeline, with a role of its own',
  }));
}

function unknownIn(
  keys: readonly string[],
  { known, path }: { known: ReadonlySet<string>; path: readonly (string | number)[] },
): Violation[] {
  return keys
    .filter((key) => !known.has(key))
    .map((key) => ({
      path: [...path, key],
      message: `${key} is a block that these rules do not know`,
      fix: 'leave it out, or teach release/policies what it may do',
    }));
}

/** JSON as JSON.stringify() writes it, if it was written by something like it. */
function withoutWhiteSpace(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, literal: Json | undefined) => String(literal ?? ''));
}
