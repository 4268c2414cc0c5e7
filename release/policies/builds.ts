import type { JsonObject } from '../../compiler/project';
import {
  type Block,
  blocksOf,
  ofType,
  type Policy,
  type SynthesizedStack,
  type Violation,
  violationOf as of,
} from './policy';

const SECRET_NAME = /(SECRET|PASSWORD|TOKEN|PRIVATE_?KEY|API_?KEY|CREDENTIAL)/i;
const KEPT_ELSEWHERE = ['PARAMETER_STORE', 'SECRETS_MANAGER'];
const IMAGE_OF_AWS = /^aws\/codebuild\/[\w.-]+:[\w.-]+$/;
/** What a pipeline hands over; everything else is a repository. */
const HANDED_OVER = 'CODEPIPELINE';
/** Code in a bucket or a registry, which is not part of the artifact. */
const CODE_ELSEWHERE = ['s3_bucket', 's3_key', 's3_version', 'image_uri', 'layers'];
/** Attributes of a build that bring in code or machines of others. */
const MORE_CODE = ['secondary_sources', 'file_system_locations', 'vpc_config', 'cache'];

interface Build {
  readonly block: Block;
  readonly environment: JsonObject;
}

/** What builds runs code that was reviewed, without privileges and secrets. */
export const BUILDS: readonly Policy[] = [
  {
    rule: 'BUILD_WITH_PRIVILEGES',
    severity: 'error',
    meaning: 'No build runs its container with privileges',
    find: (stack) =>
      builds(stack)
        .filter(({ environment }) => (environment['privileged_mode'] ?? false) !== false)
        .map(({ block }) =>
          of(block, 'runs with privileges', 'build without docker, or in an image that is built elsewhere'),
        ),
  },
  {
    rule: 'SECRET_IN_BUILD',
    severity: 'error',
    meaning: 'No secret stands in the variables of a build',
    find: (stack) =>
      builds(stack).flatMap(({ block, environment }) =>
        blocksOf(environment['environment_variable'], { path: [], labels: 0 })
          .filter(({ body }) => isPlainSecret(body))
          .map(({ body }) =>
            of(
              block,
              `has ${String(body['name'])} in plain text`,
              'give it the type SECRETS_MANAGER or PARAMETER_STORE',
            ),
          ),
      ),
  },
  {
    rule: 'CODE_FROM_ELSEWHERE',
    severity: 'error',
    meaning:
      'What runs is of the artifact or of the repository, in an image of AWS, and told what to do in the stack itself',
    find: (stack) => [
      ...builds(stack).flatMap(({ block, environment }) => findImages(block, environment)),
      ...ofType(stack, 'aws_codebuild_project').flatMap((block) => findSources(block, stack)),
      ...['aws_synthetics_canary', 'aws_lambda_function', 'aws_lambda_layer_version'].flatMap((type) =>
        ofType(stack, type).flatMap((block) => findKeys(block, CODE_ELSEWHERE)),
      ),
    ],
  },
];

function builds(stack: SynthesizedStack): Build[] {
  return ofType(stack, 'aws_codebuild_project').flatMap((block) =>
    blocksOf(block.body['environment'], { path: [], labels: 0 }).map(({ body }) => ({
      block,
      environment: body,
    })),
  );
}

function isPlainSecret({ name, type }: JsonObject): boolean {
  return !KEPT_ELSEWHERE.includes(String(type)) && SECRET_NAME.test(String(name));
}

function findImages(block: Block, { image, registry_credential: credential }: JsonObject): Violation[] {
  if (IMAGE_OF_AWS.test(String(image)) && credential === undefined) return [];
  return [elsewhere(block, `runs in the image ${String(image)}`)];
}

function findSources(block: Block, { trusted }: SynthesizedStack): Violation[] {
  const sources = blocksOf(block.body['source'], { path: [], labels: 0 }).flatMap(({ body }) => {
    const { type, location, buildspec } = body;
    const isOwn = trusted.code === undefined || location === trusted.code;
    return [
      ...(type === HANDED_OVER || (typeof location === 'string' && isOwn)
        ? []
        : [elsewhere(block, `builds what is in ${String(location)}`)]),
      // A text of several lines is the buildspec itself; one line is the name of a file or of an object in S3.
      ...(String(buildspec).includes('\n') ? [] : [elsewhere(block, `does what ${String(buildspec)} says`)]),
    ];
  });
  return [...sources, ...findKeys(block, MORE_CODE)];
}

function findKeys(block: Block, keys: readonly string[]): Violation[] {
  return keys
    .filter((key) => key in block.body)
    .map((key) => elsewhere(block, `has ${key}, which is not in the artifact`));
}

function elsewhere(block: Block, message: string): Violation {
  return of(block, message, 'take it from the artifact, or from the repository of tools.yaml');
}
