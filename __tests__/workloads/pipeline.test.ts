import type { DeliveryPlan } from '../../delivery/pipeline/delivery-plan';
import { dynconf } from '../builders/command-line';
import { SMALL_PROJECT, writeProject } from '../builders/write-project';

const TOOLS = `kind: tools
account: "999999999999"
region: us-east-1
source: { connection: "arn:aws:codeconnections:us-east-1:999999999999:connection/abc", repository: example/shop }
`;
const OPERATIONS = 'owner: team-a\ndefault: { log-level: info }\n';

function aSplitShop(): string {
  return writeProject({
    ...SMALL_PROJECT,
    'opconfig/search.yaml': OPERATIONS,
    'environments/tools.yaml': `${TOOLS}workloads: { buying: [checkout], finding: [search] }\n`,
  });
}

test('pipeline prints the pipeline of every workload, and the one of the pipelines', async () => {
  const { out } = await dynconf('pipeline', '--root', aSplitShop());
  expect(out.split('\n').filter((line) => /^# dynconf/.test(line))).toEqual([
    '# dynconf-delivery-buying',
    '# dynconf-delivery-finding',
    '# dynconf-platform',
  ]);
});

test('pipeline --workload prints one of them', async () => {
  const root = aSplitShop();
  const { exitCode, out } = await dynconf('pipeline', '--root', root, '--workload', 'finding');
  expect(exitCode).toBe(0);
  expect(out).toContain('npx dynconf deploy beta-us-east-1-finding-operations');
  expect(out).not.toContain('buying');
});

test('pipeline gives programs every pipeline, and the stages themselves where there is one', async () => {
  const root = aSplitShop();
  const all = await dynconf('pipeline', '--root', root, '--format', 'json');
  const { pipelines, stages } = JSON.parse(all.out) as { pipelines: DeliveryPlan[]; stages?: unknown };
  expect(pipelines.map(({ name, workload }) => [name, workload])).toEqual([
    ['dynconf-delivery-buying', 'buying'],
    ['dynconf-delivery-finding', 'finding'],
    ['dynconf-platform', undefined],
  ]);
  expect(stages).toBeUndefined();
  const one = await dynconf('pipeline', '--root', root, '--format', 'json', '--workload', 'buying');
  const plan = JSON.parse(one.out) as DeliveryPlan;
  expect([plan.workload, plan.stages[0]?.name]).toEqual(['buying', 'Source']);
});

test('pipeline refuses a workload that there is not, and says what was meant, or which there are', async () => {
  const split = await dynconf('pipeline', '--root', aSplitShop(), '--workload', 'paying');
  expect([split.exitCode, split.err]).toEqual([2, 'there is no workload paying; did you mean buying?\n']);
  const other = await dynconf('pipeline', '--root', aSplitShop(), '--workload', 'x');
  expect([other.exitCode, other.err]).toEqual([
    2,
    'there is no workload x; the workloads are buying, finding\n',
  ]);
  const whole = await dynconf('pipeline', '--root', writeProject(SMALL_PROJECT), '--workload', 'paying');
  expect([whole.exitCode, whole.err]).toEqual([
    2,
    'there is no workload paying: environments/tools.yaml does not split the components\n',
  ]);
});

test('check tells what a pipeline does not hold, and nothing of the kind without one', async () => {
  const regions =
    'us-east-1 us-east-2 us-west-1 us-west-2 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2 sa-east-1 ca-central-1';
  const files = {
    ...SMALL_PROJECT,
    'environments/wide.yaml': `account: "222222222222"\nregions: [${regions.split(' ').join(', ')}]\n`,
  };
  const without = await dynconf('check', '--root', writeProject(files));
  expect(without.exitCode).toBe(0);
  const { exitCode, out } = await dynconf(
    'check',
    '--root',
    writeProject({ ...files, 'environments/tools.yaml': TOOLS }),
  );
  expect(exitCode).toBe(1);
  expect(out).toContain('environments/wide.yaml:2:10  error  WAVE_TOO_WIDE');
});
