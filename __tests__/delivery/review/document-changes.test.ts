import fc from 'fast-check';
import type { Json, Project } from '../../../compiler/project';
import { documentChanges, editsBetween } from '../../../delivery/review/document-changes';
import { anEnvironment, aWave } from '../../builders/environment';
import { aFlag } from '../../builders/flag';
import { anOperations } from '../../builders/operations';
import { aComponent, aProject } from '../../builders/project';

const environments = [
  anEnvironment({ name: 'beta' }),
  anEnvironment({ name: 'prod', waves: [aWave({ regions: ['us-east-1', 'eu-west-1'] })] }),
];
const attributes = { label: { type: 'string', required: false, enum: ['Buy', 'Pay'] } } as const;

function shop(flag: Parameters<typeof aFlag>[0] = {}, settings: Record<string, Json> = {}): Project {
  const component = aComponent({
    flags: [aFlag({ attributes, ...flag })],
    operations: anOperations({ default: settings }),
  });
  return aProject({ environments, components: [component] });
}

test('documentChanges() finds nothing between equal projects, and names the targets', () => {
  expect(documentChanges(shop(), shop())).toEqual({
    changes: [],
    targets: {
      changed: [],
      unchanged: ['beta/us-east-1', 'prod/us-east-1', 'prod/eu-west-1'],
      added: [],
      removed: [],
    },
  });
});

test('documentChanges() tells a change of many targets once', () => {
  const on = { default: { enabled: true, attributes: { label: 'Buy' } } };
  const { changes, targets } = documentChanges(shop(), shop(on));
  expect(changes).toEqual([
    {
      component: 'checkout',
      profile: 'flags',
      flag: 'one-click-pay',
      kind: 'changed',
      edits: [
        { path: ['attributes', 'label'], after: 'Buy' },
        { path: ['enabled'], before: false, after: true },
      ],
      targets: ['beta/us-east-1', 'prod/us-east-1', 'prod/eu-west-1'],
    },
  ]);
  expect(targets.unchanged).toEqual([]);
});

test('documentChanges() tells what differs by target in as many groups', () => {
  const overrides = {
    prod: { enabled: true, attributes: {} },
    'prod/eu-west-1': { attributes: { label: 'Pay' } },
  };
  const { changes } = documentChanges(shop(), shop({ overrides }));
  expect(changes.map(({ targets, edits }) => [targets, edits.length])).toEqual([
    [['prod/us-east-1'], 1],
    [['prod/eu-west-1'], 2],
  ]);
});

test('documentChanges() compares variants by their names, and their order', () => {
  const variant = (name: string, rule: string) => ({ name, rule, enabled: true, set: {} });
  const before = shop({
    default: {
      enabled: true,
      attributes: {},
      variants: [variant('A', '(eq $a "1")'), variant('B', '(eq $b "1")')],
    },
  });
  const after = shop({
    default: {
      enabled: true,
      attributes: {},
      variants: [variant('B', '(eq $b "2")'), variant('A', '(eq $a "1")')],
    },
  });
  expect(documentChanges(before, after).changes[0]?.edits).toEqual([
    { path: ['order of variants'], before: ['A', 'B'], after: ['B', 'A'] },
    { path: ['variants', 'B', 'rule'], before: '(eq $b "1")', after: '(eq $b "2")' },
  ]);
});

test('documentChanges() tells a constraint apart from a value of the same name', () => {
  const narrowed = { attributes: { label: { ...attributes.label, enum: ['Buy'] } } };
  expect(documentChanges(shop(), shop(narrowed)).changes[0]?.edits).toEqual([
    { path: ['constraints', 'label', 'constraints', 'enum'], before: ['Buy', 'Pay'], after: ['Buy'] },
  ]);
});

test('documentChanges() compares operations key by key', () => {
  const before = shop({}, { limits: { rate: 1, burst: 2 }, hosts: ['a'] });
  const after = shop({}, { limits: { rate: 1, burst: 3 }, hosts: ['a', 'b'] });
  expect(documentChanges(before, after).changes).toEqual([
    {
      component: 'checkout',
      profile: 'operations',
      kind: 'changed',
      edits: [
        { path: ['hosts'], before: ['a'], after: ['a', 'b'] },
        { path: ['limits', 'burst'], before: 2, after: 3 },
      ],
      targets: ['beta/us-east-1', 'prod/us-east-1', 'prod/eu-west-1'],
    },
  ]);
});

test('documentChanges() says what is new and what is gone', () => {
  const more = shop();
  const search = aComponent({ name: 'search', flags: [] });
  const added = documentChanges(more, { ...more, components: [...more.components, search] });
  expect(added.changes).toMatchObject([{ component: 'search', profile: 'operations', kind: 'added' }]);
  const removed = documentChanges({ ...more, components: [...more.components, search] }, more);
  expect(removed.changes).toMatchObject([{ component: 'search', profile: 'operations', kind: 'removed' }]);
  const fewer = documentChanges(more, { ...more, environments: environments.slice(0, 1) });
  expect(fewer.targets.removed).toEqual(['prod/us-east-1', 'prod/eu-west-1']);
  expect(fewer.changes).toEqual([]);
});

test('editsBetween() of any two documents turns one into the other', () => {
  const document = fc.object({
    maxDepth: 3,
    values: [fc.integer(), fc.boolean(), fc.string(), fc.constant(null)],
  });
  fc.assert(
    fc.property(document, document, (left, right) => {
      const [before, after] = [left as unknown as Json, right as unknown as Json];
      expect(editsBetween(before, before)).toEqual([]);
      expect(apply(before, after)).toEqual(apply(after, after));
    }),
  );
});

/** By leaves, in which an empty map is one. */
function apply(before: Json, after: Json): Record<string, unknown> {
  const leaves = new Map(leavesOf(before));
  for (const { path, after: value } of editsBetween(before, after)) {
    const under = JSON.stringify(path).slice(0, -1);
    for (const leaf of [...leaves.keys()]) if (leaf.startsWith(under)) leaves.delete(leaf);
    if (value !== undefined) for (const [name, leaf] of leavesOf(value, path)) leaves.set(name, leaf);
  }
  return Object.fromEntries(leaves);
}

function leavesOf(value: Json, path: readonly string[] = []): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [[JSON.stringify(path), value]];
  // An empty map is told only where nothing else is.
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner as Json, [...path, key]));
}
