import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planMeaning } from '../../../release/terraform/plan-meaning';

/** `terraform show -json` of plans against a local AppConfig, as Terraform 1.11 and AWS provider 5.100.0 wrote it. */
function recorded(profile: 'flags' | 'operations'): string {
  return readFileSync(join(__dirname, 'plans', `${profile}.json`), 'utf8');
}

function planOf(change: object, more: object = {}): string {
  const address = 'aws_iam_role.a';
  return JSON.stringify({
    resource_changes: [{ address, mode: 'managed', type: 'aws_iam_role', change, ...more }],
  });
}

test('planMeaning() names the flags of a document that is replaced', () => {
  const { resources, documents } = planMeaning('a', recorded('flags'));
  expect(resources.map(({ action, because }) => [action, because])).toEqual([
    ['replace', ['configuration_version']],
    ['replace', ['description']],
  ]);
  expect(documents).toEqual([
    {
      address: 'aws_appconfig_hosted_configuration_version.checkout_Version_909F8B6C',
      action: 'replace',
      added: ['new'],
      removed: ['old'],
      changed: ['pay'],
    },
  ]);
});

test('planMeaning() names the uppermost keys of an operations document, and no value', () => {
  const text = recorded('operations');
  const meaning = planMeaning('a', text);
  expect(meaning.documents[0]).toMatchObject({
    added: [],
    removed: [],
    changed: ['log-level', 'secret-ish'],
  });
  expect(text).toContain('hunter3');
  expect(JSON.stringify(meaning)).not.toMatch(/hunter|debug|info|sha256|000000000000/);
});

test('planMeaning() takes the times that AppConfig adds for no change', () => {
  const plan = JSON.parse(recorded('flags')) as {
    resource_changes: { change: { before: { content: string }; after: { content: string } } }[];
  };
  const version = plan.resource_changes[1]?.change;
  const stored = JSON.parse(version?.before.content ?? '') as {
    flags: Record<string, object>;
    values: Record<string, object>;
  };
  const same = {
    version: '1',
    flags: { old: { description: 'Old', name: 'old' }, pay: { description: 'Pay', name: 'pay' } },
    values: { old: { enabled: true }, pay: { enabled: true } },
  };
  expect(stored.values['pay']).toHaveProperty('_createdAt');
  if (version) version.after.content = JSON.stringify(same);
  expect(planMeaning('a', JSON.stringify(plan)).documents[0]).toMatchObject({
    added: [],
    removed: [],
    changed: [],
  });
});

test('planMeaning() leaves out what stays and what is only read', () => {
  const before = { name: 'a' };
  expect(planMeaning('a', planOf({ actions: ['no-op'], before, after: before })).resources).toEqual([]);
  expect(planMeaning('a', planOf({ actions: ['read'], before: null, after: before })).resources).toEqual([]);
  const data = planOf({ actions: ['create'], before: null, after: before }, { mode: 'data' });
  expect(planMeaning('a', data).resources).toEqual([]);
  expect(planMeaning('a', '{}')).toEqual({ stack: 'a', resources: [], documents: [] });
});

test('planMeaning() names the arguments that an update changes, known or not', () => {
  const change = {
    actions: ['update'],
    before: { name: 'secret-1', policy: '{}', tags: { a: 'b' }, arn: 'x' },
    after: { name: 'secret-1', policy: '{"a":1}', tags: { a: 'b' } },
    after_unknown: { arn: true, tags: {} },
  };
  const { resources } = planMeaning('a', planOf(change));
  expect(resources).toEqual([{ address: 'aws_iam_role.a', action: 'update', because: ['arn', 'policy'] }]);
});

test.each([
  [['create'], 'create'],
  [['delete'], 'delete'],
  [['forget'], 'forget'],
  [['delete', 'create'], 'replace'],
  [['create', 'delete'], 'replace'],
])('planMeaning() reads %j as %s', (actions, action) => {
  const { resources } = planMeaning('a', planOf({ actions, before: null, after: null }));
  expect(resources).toEqual([{ address: 'aws_iam_role.a', action, because: [] }]);
});

test('planMeaning() names of a replacement the argument alone, not the keys of a map that a person chose', () => {
  const change = {
    actions: ['delete', 'create'],
    before: {},
    after: {},
    replace_paths: [['tags', 'private'], ['name']],
  };
  expect(planMeaning('a', planOf(change)).resources[0]?.because).toEqual(['name', 'tags']);
});
