import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import type { Json, JsonObject, Project } from '../../../compiler/project';
import { checkSynthesized, isAtLeast } from '../../../release/policies/check-synthesized';
import { KNOWN_RESOURCES } from '../../../release/policies/known-resources';
import { EVIL_EXPRESSIONS } from '../../builders/planted-values';
import { withSynthesized } from '../../builders/synth';
import { loadedProject, WHOLE_SHOP_WITH_WORKLOADS } from '../../builders/whole-shop';

const ROOT = resolve(__dirname, '..', '..', '..');
/** CodeBuild shows pull requests here, so that every kind of stack is there. */
const FILES = {
  ...WHOLE_SHOP_WITH_WORKLOADS,
  'environments/tools.yaml': String(WHOLE_SHOP_WITH_WORKLOADS['environments/tools.yaml']).replace(
    'provider: github, environment: plan',
    'provider: codebuild',
  ),
};

let project: Project;
let stacks: readonly (readonly [name: string, text: string])[];
let lockFile: string;
let folder: string;

beforeAll(() => {
  project = loadedProject(FILES);
  stacks = withSynthesized(project, ({ outdir }) =>
    readdirSync(join(outdir, 'stacks')).map((name) => [
      name,
      readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8'),
    ]),
  );
  lockFile = readFileSync(join(ROOT, '.terraform.lock.hcl'), 'utf8');
  folder = mkdtempSync(join(tmpdir(), 'dynconf-evil-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The errors in one stack, as it was synthesized but for what was done to it. */
function errorsIn(name: string, json: JsonObject): string[] {
  const cdktfOut = join(folder, 'cdktf.out');
  const place = join(cdktfOut, 'stacks', name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, '.terraform.lock.hcl'), lockFile);
  writeFileSync(join(place, 'cdk.tf.json'), JSON.stringify(json, undefined, 2));
  const { findings } = checkSynthesized({ cdktfOut, root: ROOT, project });
  rmSync(cdktfOut, { recursive: true });
  return findings
    .filter((finding) => isAtLeast(finding, 'error'))
    .map(({ rule, stack, path }) => `${rule} ${stack} ${path}`);
}

interface Place {
  readonly container: Record<string | number, Json>;
  readonly key: string | number;
  readonly path: string;
}

/** Every value that a stack has. */
function* placesIn(value: Json, path = ''): Generator<Place> {
  if (typeof value !== 'object' || value === null) return;
  const container = value as Record<string | number, Json>;
  for (const step of Object.keys(value)) {
    const key = Array.isArray(value) ? Number(step) : step;
    const at = typeof key === 'number' ? `${path}[${key}]` : `${path}${path && '.'}${key}`;
    yield { container, key, path: at };
    yield* placesIn(container[key] ?? null, at);
  }
}

const aPlace = fc.record({ stack: fc.nat(), place: fc.nat(), evil: fc.constantFrom(...EVIL_EXPRESSIONS) });

function chosen({ stack, place }: { stack: number; place: number }) {
  const [name, text] = stacks[stack % stacks.length] ?? ['', ''];
  const json = JSON.parse(text) as JsonObject;
  const places = [...placesIn(json)];
  return { name, json, place: places[place % places.length] as Place };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

test('AS_SYNTHESIZED finds an evil expression in the place of any value, and says where', () => {
  fc.assert(
    fc.property(aPlace, ({ evil, ...where }) => {
      const { name, json, place } = chosen(where);
      place.container[place.key] = evil;
      expect(errorsIn(name, json).join('\n')).toMatch(
        new RegExp(`^(READS_OTHER_FILE|UNKNOWN_EXPRESSION) ${name} ${escaped(place.path)}$`, 'm'),
      );
    }),
    { numRuns: 40 },
  );
});

test('AS_SYNTHESIZED finds a policy of everything in the place of any policy', () => {
  const everything = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (stack, nth) => {
      const { name, json } = chosen({ stack, place: 0 });
      const policies = [...placesIn(json)].filter(({ container, key }) =>
        String(container[key]).includes('"Statement"'),
      );
      const place = policies[nth % policies.length];
      fc.pre(place !== undefined);
      place.container[place.key] = everything;
      const errors = errorsIn(name, json);
      expect(errors).toContain(`ACTION_WILDCARD ${name} ${place.path}.Statement[0].Action`);
    }),
    { numRuns: 20 },
  );
});

test('AS_SYNTHESIZED finds a provider of another account beside any', () => {
  fc.assert(
    fc.property(fc.nat(), (stack) => {
      const { name, json } = chosen({ stack, place: 0 });
      const { aws } = json['provider'] as unknown as { aws: Json[] };
      aws.push({ alias: 'evil', region: 'us-east-1', allowed_account_ids: ['123456789012'] });
      expect(errorsIn(name, json)).toEqual([
        `ACCOUNT_NOT_DEFINED ${name} provider.aws[${aws.length - 1}].allowed_account_ids`,
      ]);
    }),
    { numRuns: 10 },
  );
});

test('AS_SYNTHESIZED leaves nobody of an account that no definition names a place in a trust policy', () => {
  for (const AWS of ['arn:aws:iam::666666666666:role/evil', 'arn:aws:iam::666666666666:root']) {
    const { name, json } = chosen({ stack: stacks.findIndex(([name]) => name === 'access-prod'), place: 0 });
    const place = [...placesIn(json)].find(({ key }) => key === 'assume_role_policy');
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } }],
    };
    if (place) place.container[place.key] = JSON.stringify(policy);
    expect(errorsIn(name, json)).toContain(`TRUSTS_STRANGER ${name} ${place?.path}.Statement[0].Principal`);
  }
});

test('KNOWN_RESOURCES has nothing that no stack has, and no reference that nobody makes', () => {
  const texts = stacks.map(([, text]) => text);
  const types = new Set(
    stacks.flatMap(([, text]) => Object.keys((JSON.parse(text) as { resource: object }).resource)),
  );
  const isReferred = (type: string, attribute: string): boolean =>
    texts.some((text) => new RegExp(`\\$\\{${type}\\.[\\w-]+\\.${attribute}\\}`).test(text));
  const unused = Object.entries(KNOWN_RESOURCES).flatMap(([type, attributes]) => [
    ...(types.has(type) || type === 'terraform_data' ? [] : [type]),
    ...attributes
      .filter((attribute) => !isReferred(type, attribute))
      .map((attribute) => `${type}.${attribute}`),
  ]);
  expect(unused).toEqual([]);
});
