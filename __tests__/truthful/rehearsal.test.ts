import { run } from '../../cli/dynconf';
import { describeWithTerraform } from '../builders/terraform-prerequisite';
import { writeProject } from '../builders/write-project';

jest.setTimeout(600_000);

const DEFINITIONS = {
  'environments/local.yaml': `
strategy: { growth: linear, factor-percent: 50, duration-minutes: 2, bake-minutes: 1 }
waves:
  - { name: first, regions: [eu-west-1], bake-minutes: 0 }
  - { name: second, regions: [us-east-1], bake-minutes: 0 }
alarms:
  - name: faults
    metric: { namespace: Shop, name: Faults, statistic: Sum, period-seconds: 60 }
    compare: above
    threshold: 5
    periods: 2
`,
  'flags/checkout/pay.yaml':
    'description: Pay\nowner: team-a\nlifecycle: permanent\ndefault: { enabled: true }\n',
};

describeWithTerraform('dynconf rehearse', () => {
  test('dynconf rehearse --fault shows the release, the rollback, the untouched wave and the plan that fails', async () => {
    let [out, err] = ['', ''];
    const exitCode = await run(
      ['rehearse', '--root', writeProject(DEFINITIONS), '--fault', 'checkout/faults@first:2m'],
      {
        out: (text) => (out += text),
        err: (text) => (err += text),
        env: process.env,
        color: false,
        width: 80,
        signal: new AbortController().signal,
      },
    );
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: expect.any(String) });
    expect(out).toContain('local/eu-west-1 serves, as the definitions say\n  checkout flags  pay  on\n');
    const story = [
      'wave first, local/eu-west-1',
      'wave second, local/us-east-1',
      'a change to release: checkout flags, pay: enabled true → false',
      'checkout-local-eu-west-1-faults is in ALARM at minute 2',
      'rolled back by the alarm checkout-local-eu-west-1-faults',
      'the release is red: exit code 4',
      'served  local/eu-west-1 (wave first): checkout flags serves what it served before',
      'served  local/us-east-1 (wave second): checkout flags serves what it served before',
      'the same commit once more',
      'checkout flags in local/eu-west-1: ',
      'the document is known bad, and is not released again: exit code 3',
      'is ROLLED_BACK. The document that the trunk holds is not the one that is served',
      'the next plan fails, and says why: exit code 3',
    ];
    const places = story.map((line) => err.indexOf(line));
    expect(places).toEqual([...places].sort((left, right) => left - right));
    expect(places).not.toContain(-1);
  });
});
