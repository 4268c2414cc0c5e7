import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { loadProject } from '../../compiler/load-project';
import { synthesize } from '../../main';
import { writeFleet } from '../../scripts/bench/fleet';
import { type Fleet, hoistFleet, validateFolder } from '../../scripts/validate-fleet';
import { anEnvironment } from '../builders/environment';
import { aProject, aTools } from '../builders/project';
import { withSynthesized } from '../builders/synth';
import { describeWithTerraform } from '../builders/terraform-prerequisite';

const MINUTE = 60_000;
const TARGETS = 67;

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-fleet-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const result = use(folder);
    return result instanceof Promise ? (result.finally(remove) as T) : (remove(), result);
  } catch (error) {
    remove();
    throw error;
  }
}

test('hoistFleet() leaves as they are a few stacks with every setting of provider and backend, and what has two providers', () => {
  const us = { type: 's3', bucket: 'states', region: 'us-east-1' } as const;
  const eu = { type: 's3', bucket: 'eu-states', region: 'eu-west-1' } as const;
  const project = aProject({
    environments: [
      anEnvironment({ name: 'local' }),
      anEnvironment({ backend: us }),
      anEnvironment({ name: 'gamma', account: '222222222222', backend: eu }),
      anEnvironment({
        name: 'prod',
        account: '333333333333',
        backend: { type: 'cloud', organization: 'shop' },
      }),
    ],
    tools: aTools({ backend: us }),
  });
  withSynthesized(project, ({ outdir }) =>
    inFolder((root) => {
      const { modules, unmodified } = hoistFleet(outdir, root);
      expect([...modules, 'state'].sort()).toEqual(readdirSync(join(outdir, 'stacks')).sort());
      const shapes = unmodified.map((folder) => basename(folder).split('-')[0]);
      expect(shapes).toEqual(expect.arrayContaining(['local', 'prod', 'state']));
      expect(shapes).toHaveLength(4);
    }),
  );
});

describeWithTerraform('a fleet of stacks, validated by the real provider', () => {
  test(
    'is valid: more than 200 stacks in one process, and a few with every setting as they are written',
    () =>
      withFleet(async ({ root, modules, unmodified }) => {
        expect(modules.length).toBeGreaterThan(200);
        expect(await validateFolder(root)).toBeUndefined();
        expect(unmodified).toHaveLength(1);
        for (const folder of unmodified) expect(await validateFolder(folder)).toBeUndefined();
      }),
    4 * MINUTE,
  );

  test(
    'is not valid when one of them is not, and it is named',
    () =>
      withFleet(async ({ root }) => {
        const file = join(root, 'e03-eu-west-1-foundation', 'cdk.tf.json');
        const text = readFileSync(file, 'utf8');
        writeFileSync(file, text.replace('"GreaterThanThreshold"', '"GreaterThan"'));
        const found = await validateFolder(root);
        expect(found).toContain('module.e03-eu-west-1-foundation');
        expect(found).toContain('comparison_operator');
      }),
    4 * MINUTE,
  );
});

function withFleet(use: (fleet: Fleet) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    writeFleet(join(folder, 'definitions'), TARGETS);
    const { project } = loadProject(join(folder, 'definitions'));
    if (!project) throw new Error('the fleet is not valid');
    const [cdktfOut, root] = [join(folder, 'cdktf.out'), join(folder, 'hoisted')];
    mkdirSync(cdktfOut);
    mkdirSync(root);
    synthesize(project, { outdir: cdktfOut });
    await use(hoistFleet(cdktfOut, root));
  });
}
