import { loadProject } from '../../../compiler/load-project';
import { policyDocument } from '../../../constructs/policies/policy';
import { stateBucketStatements } from '../../../constructs/policies/state-policies';
import { stateResources } from '../../../delivery/state-resources';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const BUCKET = 'shop-states';
const TOOLS = `kind: tools
account: "999999999999"
region: us-east-1
source: { connection: "arn:aws:codeconnections:us-east-1:999999999999:connection/abc", repository: example/shop }
`;

/** As many environments as letters, in accounts of their own or in that of the tools. */
function load(
  names: readonly string[],
  { isOwn, plans = false }: { readonly isOwn: boolean; readonly plans?: boolean },
) {
  const environments = names.map((name, index): [string, string] => [
    `environments/${name}.yaml`,
    `extends: _base\naccount: "${isOwn ? 999999999999 : 444444444400 + index}"\nregions: [${isOwn ? 'ap-southeast' : 'us-east'}-${index + 1}]\n`,
  ]);
  const root = writeProject({
    ...SMALL_PROJECT,
    'environments/_base.yaml': `backend: { type: s3, bucket: ${BUCKET}, region: us-east-1 }\n`,
    'environments/tools.yaml': `${TOOLS}${plans ? 'pull-requests: { provider: github }\n' : ''}`,
    ...Object.fromEntries(environments),
  });
  const { project, diagnostics } = loadProject(root, { today: '2026-11-21' });
  const full = diagnostics.filter(({ code }) => code === 'BUCKET_FULL');
  const state = project && stateResources(project);
  const bucket = state?.buckets.find((each) => each.bucket === BUCKET);
  if (!state || !bucket) throw new Error(JSON.stringify(diagnostics));
  return { full, length: policyDocument(stateBucketStatements(bucket, state.account)).length };
}

function named(count: number, letters: number): string[] {
  return Array.from({ length: count }, (_, index) => String.fromCharCode(97 + index).padEnd(letters, 'x'));
}

test.each([
  [4, false, false],
  [32, false, false],
  [4, true, false],
  [4, false, true],
  [32, true, true],
])(
  'checkState() warns shortly before S3 refuses the policy: names of %i letters, account of the tools: %p, plans: %p',
  (letters, isOwn, plans) => {
    const given = { isOwn, plans };
    const counts = Array.from({ length: 22 }, (_, index) => index + 5);
    const first = counts.find((count) => load(named(count, letters), given).full.length > 0) ?? Infinity;
    expect(load(named(first - 1, letters), given).length).toBeLessThanOrEqual(20_480);
    // No sooner than one environment early.
    expect(load(named(first + 1, letters), given).length).toBeGreaterThan(20_480);
  },
);

test('checkState() tells of a full bucket once, however many are in it', () => {
  expect(load(named(25, 8), { isOwn: false }).full).toHaveLength(1);
});
