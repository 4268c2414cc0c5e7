import { isObject } from '../../compiler/json-object';
import type { Json } from '../../compiler/project';
import { isOwnFile, unknownExpressions } from './expressions';
import { isKnownResource, isReference } from './known-resources';
import {
  addressOf,
  type Block,
  blocksOf,
  type JsonPath,
  type Policy,
  resourcesOf,
  type SynthesizedStack,
  typeOf,
  type Violation,
} from './policy';

/** Functions of Terraform that look at the disk, however they are called. */
const READS_FILES = /\b(file|template|pathexpand|abspath|path\.)/;
/** Attributes that name a file to be uploaded: of functions, canaries and objects in S3. */
const UPLOADS = ['filename', 'zip_file', 'source'];
/** What makes many blocks of one, or none. */
const GENERATES = ['count', 'for_each'];
const TOLD = 'cross-stack-output-';
const STATE = 'terraform_remote_state';
const STATE_SETTINGS: ReadonlySet<string> = new Set(['//', 'backend', 'config', 'workspace']);
const WORKSPACE = '${terraform.workspace}';

/** A stack looks as our own synth writes it: what is not known to be harmless is not in it. */
export const AS_SYNTHESIZED: readonly Policy[] = [
  {
    rule: 'READS_OTHER_FILE',
    severity: 'error',
    meaning: 'Expressions read files from the stack’s own assets only',
    find: (stack) => [
      ...unknownExpressions(stack.json)
        .filter(({ expression }) => READS_FILES.test(expression))
        .map(({ path, expression }) => foreignFile(path, expression)),
      ...resourcesOf(stack).flatMap(findForeignUploads),
    ],
  },
  {
    rule: 'UNKNOWN_EXPRESSION',
    severity: 'error',
    meaning: 'Expressions are references to identifiers, and the few other forms that our own synth writes',
    find: ({ json }) =>
      unknownExpressions(json)
        .filter(({ expression }) => !READS_FILES.test(expression))
        .map(({ path, expression }) => ({
          path,
          message: `${expression} is worth what nobody knows before it is applied`,
          fix: 'write its value out, or teach release/policies/expressions.ts what it may be',
        })),
  },
  {
    rule: 'UNKNOWN_RESOURCE',
    severity: 'error',
    meaning: 'A stack has no type of resource or data source that these rules do not know',
    find: (stack) => [
      ...resourcesOf(stack)
        .filter((block) => !isKnownResource(typeOf(block)))
        .map(unknownResource),
      ...resourcesOf(stack, 'data')
        .filter((block) => typeOf(block) !== STATE)
        .map(unknownResource),
    ],
  },
  {
    rule: 'GENERATED_BLOCK',
    severity: 'error',
    meaning: 'What a stack has stands in it: nothing is counted, repeated or generated while Terraform runs',
    find: (stack) =>
      [...resourcesOf(stack), ...resourcesOf(stack, 'data')].flatMap((block) => [
        ...GENERATES.filter((key) => key in block.body).map((key) => generated(block, [...block.path, key])),
        ...dynamicIn(block.body, block.path).map((path) => generated(block, path)),
      ]),
  },
  {
    rule: 'CROSS_STACK_VALUE',
    severity: 'error',
    meaning: 'Stacks tell each other identifiers of their resources, and nothing else',
    find: (stack) => [...foreignValues(stack), ...foreignStates(stack)],
  },
];

function findForeignUploads({ path, body }: Block): Violation[] {
  return UPLOADS.flatMap((key) => {
    const file = body[key];
    return typeof file !== 'string' || isOwnFile(file) ? [] : [foreignFile([...path, key], file)];
  });
}

function foreignFile(path: JsonPath, text: string): Violation {
  return {
    path,
    message: `${text} is not one of the stack's assets`,
    fix: 'make it an asset of the stack: it becomes part of the artifact',
  };
}

function unknownResource(block: Block): Violation {
  const kind = block.path[0] === 'data' ? 'data source' : 'resource';
  return {
    path: block.path,
    message: `${addressOf(block)} is a ${kind} of a type that no stack of this project has`,
    fix: 'leave it out, or teach release/policies/known-resources.ts what others may refer to of it',
  };
}

function generated(block: Block, path: JsonPath): Violation {
  return {
    path,
    message: `${addressOf(block)} has ${String(path.at(-1))}: what becomes of it does not stand in the stack`,
    fix: 'write each block out',
  };
}

/** `dynamic` where it is a block, and not the name of a tag. */
function dynamicIn(value: Json, path: JsonPath): JsonPath[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => dynamicIn(item as Json, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === 'dynamic' && typeof inner === 'object' ? [[...path, key]] : []),
    ...dynamicIn(inner, [...path, key]),
  ]);
}

/** An output is named after the reference that it tells: a name that says something else would be believed elsewhere. */
function foreignValues({ json }: SynthesizedStack): Violation[] {
  return blocksOf(json['output'], { path: ['output'], labels: 1 }).flatMap(({ path, labels, body }) => {
    const [name = ''] = labels;
    const value = String(body['value']);
    if (!name.startsWith(TOLD)) return [];
    if (isReference(value) && name === TOLD + value.slice(2, -1).replaceAll('.', '')) return [];
    return [told(path, `output ${name} tells ${value.slice(0, 80)}`)];
  });
}

function foreignStates(stack: SynthesizedStack): Violation[] {
  return resourcesOf(stack, 'data')
    .filter((block) => typeOf(block) === STATE)
    .flatMap(({ path, body }) => [
      ...Object.keys(body)
        .filter((key) => !STATE_SETTINGS.has(key))
        .map((key) => told([...path, key], `a state that is read has the setting ${key}`)),
      ...((body['workspace'] ?? WORKSPACE) === WORKSPACE
        ? []
        : [told([...path, 'workspace'], 'a state is read that is of another workspace')]),
    ]);
}

function told(path: JsonPath, message: string): Violation {
  return { path, message, fix: 'synthesize again; find out who wrote it' };
}
