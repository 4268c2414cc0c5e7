import { canonicalJson, fingerprint } from '../../../compiler/canonical-json';
import type { JsonObject } from '../../../compiler/project';
import { type Evidence, judge } from '../../../release/status/status-judgement';
import type { SeenDeployment } from '../../../release/status/status-served';
import { aDeployment } from '../../builders/deployment-reference';

const OFF: JsonObject = {
  version: '1',
  flags: { pay: { name: 'pay' } },
  values: { pay: { enabled: false } },
};
const ON: JsonObject = { version: '1', flags: { pay: { name: 'pay' } }, values: { pay: { enabled: true } } };
const SERVED_ON = { pay: { enabled: true } };

const hashOf = (value: JsonObject): string => fingerprint(canonicalJson(value));
const known = aDeployment({ deploymentNumber: 3, configurationVersion: '3' });

function aSeenDeployment(stored: JsonObject, overrides: Partial<SeenDeployment> = {}): SeenDeployment {
  const description = hashOf(stored);
  return {
    number: 3,
    version: '3',
    state: 'COMPLETE',
    percentage: 100,
    fingerprint: description,
    stored,
    ...overrides,
  };
}

function without<Whole extends object, Key extends keyof Whole>(
  whole: Whole,
  ...keys: Key[]
): Omit<Whole, Key> {
  const kept = Object.entries(whole).filter(([key]) => !keys.includes(key as Key));
  return Object.fromEntries(kept) as Omit<Whole, Key>;
}

/** Git has the flag on; so has everybody else, unless a test says otherwise. */
function evidence(overrides: Partial<Evidence> = {}): Evidence {
  return {
    profile: 'flags',
    document: { value: ON, fingerprint: hashOf(ON) },
    known,
    terraform: { deployments: [known] },
    seen: { newest: aSeenDeployment(ON), content: SERVED_ON },
    ...overrides,
  };
}

test('judge() finds git, Terraform and AppConfig in sync', () => {
  expect(judge(evidence())).toMatchObject({ state: 'in sync', isInOrder: true, differences: [] });
});

test('judge() says what a release would change where git is newer', () => {
  const seen = { newest: aSeenDeployment(OFF), content: { pay: { enabled: false } } };
  expect(judge(evidence({ seen }))).toEqual({
    state: 'behind',
    isInOrder: false,
    reason: 'deployment 3 of version 3, git is newer',
    direction: 'served → git',
    differences: ['pay: enabled false → true'],
  });
});

test('judge() takes a version that carries no hash of its content for a change from outside', () => {
  const newest = aSeenDeployment(OFF, { fingerprint: 'made in the console' });
  expect(judge(evidence({ seen: { newest } }))).toMatchObject({
    state: 'drifted',
    isInOrder: false,
    direction: 'git → served',
    differences: ['pay: enabled true → false'],
  });
});

test('judge() takes a deployment that Terraform does not know for a change from outside', () => {
  const seen = { newest: aSeenDeployment(OFF, { number: 4, version: '2' }) };
  expect(judge(evidence({ seen }))).toMatchObject({
    state: 'drifted',
    reason: 'deployment 4 of version 2, changed outside (Terraform: deployment 3)',
  });
});

test('judge() believes the hash where Terraform’s state cannot be read', () => {
  const unknown = without(evidence({ terraform: { unavailable: 'no stack' } }), 'known');
  const seen = { newest: aSeenDeployment(OFF) };
  expect(judge({ ...unknown, seen }).state).toBe('behind');
});

test('judge() calls it drift when something else is served than the version says', () => {
  const seen = { newest: aSeenDeployment(ON), content: { pay: { enabled: false } } };
  expect(judge(evidence({ seen }))).toMatchObject({
    state: 'drifted',
    differences: ['pay.enabled is false, should be true'],
  });
});

test('judge() lets a deployment of the same document pass, whoever started it', () => {
  const seen = { newest: aSeenDeployment(ON, { number: 7 }), content: SERVED_ON };
  expect(judge(evidence({ seen }))).toMatchObject({
    state: 'in sync',
    isInOrder: true,
    reason: 'deployment 7 of version 3, which Terraform did not start',
  });
});

test('judge() is content while git’s own document rolls out, and not with another', () => {
  const rolling = { state: 'DEPLOYING', percentage: 40 };
  expect(judge(evidence({ seen: { newest: aSeenDeployment(ON, rolling) } }))).toMatchObject({
    state: 'rolling out',
    isInOrder: true,
    reason: 'deployment 3 of version 3, DEPLOYING at 40 %',
  });
  expect(judge(evidence({ seen: { newest: aSeenDeployment(OFF, rolling) } }))).toMatchObject({
    state: 'rolling out',
    isInOrder: false,
    differences: ['pay: enabled false → true'],
  });
});

test('judge() repeats why a deployment was rolled back', () => {
  const rollback = 'deployment 3 of version 3 is ROLLED_BACK, rolled back by the alarm checkout-faults';
  const seen = { newest: aSeenDeployment(ON, { state: 'ROLLED_BACK' }), rollback };
  expect(judge(evidence({ seen }))).toMatchObject({
    state: 'rolled back',
    isInOrder: false,
    reason: `${rollback}; no deployment before it ended well`,
  });
});

test('judge() compares git with what a rollback left, not with what it took back', () => {
  const newest = aSeenDeployment(ON, { state: 'ROLLED_BACK', number: 4, version: '4' });
  const before = aSeenDeployment(OFF);
  expect(judge(evidence({ seen: { newest, before } }))).toMatchObject({
    state: 'rolled back',
    reason: 'deployment 4 of version 4 is ROLLED_BACK; deployment 3 of version 3 is served',
    direction: 'served → git',
    differences: ['pay: enabled false → true'],
  });
});

test('judge() finds no difference when git goes back to what a rollback left', () => {
  const newest = aSeenDeployment(OFF, { state: 'REVERTED', number: 4, version: '4' });
  const judged = judge(evidence({ seen: { newest, before: aSeenDeployment(ON) } }));
  expect(judged).toMatchObject({
    state: 'rolled back',
    reason:
      'deployment 4 of version 4 is REVERTED, and git has changed since; deployment 3 of version 3 is served, as git has it',
    differences: [],
  });
  expect(judged).not.toHaveProperty('direction');
});

test('judge() does not call it served while it is still on its way back', () => {
  const newest = aSeenDeployment(ON, { state: 'ROLLING_BACK', number: 4, version: '4' });
  const { reason } = judge(evidence({ seen: { newest, before: aSeenDeployment(OFF) } }));
  expect(reason).toBe('deployment 4 of version 4 is ROLLING_BACK; deployment 3 of version 3 returns');
});

test('judge() tells what was never deployed from what was deployed and is gone', () => {
  const never = without(evidence(), 'seen', 'known');
  expect(judge(never)).toMatchObject({ state: 'not deployed', isInOrder: false });
  expect(judge({ ...never, known })).toMatchObject({
    state: 'drifted',
    reason: "Terraform's state knows deployment 3, AppConfig has none",
  });
});

test('judge() finds a document behind that git has no longer', () => {
  const gone = without(evidence(), 'document');
  expect(judge(gone)).toMatchObject({ state: 'behind', isInOrder: false });
});

test('judge() goes by what consumers read when the stored version is deleted', () => {
  const newest = without(aSeenDeployment(ON), 'stored', 'fingerprint');
  expect(judge(evidence({ seen: { newest, content: SERVED_ON } })).state).toBe('in sync');
  expect(judge(evidence({ seen: { newest, content: { pay: { enabled: false } } } })).state).not.toBe(
    'in sync',
  );
});
