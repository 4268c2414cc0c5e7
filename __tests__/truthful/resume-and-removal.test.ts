import { type LocalStacks, startLocalStacks } from '../builders/local-stacks';
import { describeWithTerraform } from '../builders/terraform-prerequisite';

/** The real Terraform starts the real provider three times per plan: seconds each. */
jest.setTimeout(300_000);

const REGION = 'eu-west-1';
const FOUNDATION = `local-${REGION}-foundation`;
const FLAGS = `local-${REGION}-flags`;
const OPERATIONS = `local-${REGION}-operations`;

function flag(enabled: boolean): string {
  return `description: A flag\nowner: team-a\nlifecycle: permanent\ndefault: { enabled: ${enabled} }\n`;
}

describeWithTerraform('a release that goes on where another one stopped', () => {
  let stacks: LocalStacks;

  beforeAll(async () => {
    stacks = await startLocalStacks(REGION);
    stacks.write(
      'environments/local.yaml',
      `regions: [${REGION}]\nstrategy: { growth: linear, factor-percent: 50, duration-minutes: 2, bake-minutes: 1 }\n`,
    );
    stacks.write('flags/checkout/pay.yaml', flag(false));
    stacks.write('flags/search/rank.yaml', flag(false));
    stacks.synthesize();
    await stacks.deploy(FOUNDATION);
    await stacks.deploy(FLAGS);
  });
  afterAll(() => stacks.close());

  function deploymentsOf(name: string): readonly string[] {
    const application = stacks.appConfig.inspect().applications.find((one) => one.name === name);
    return (application?.environments[0]?.deployments ?? []).map(({ state }) => state);
  }

  async function isPlanNeeded(stack: string): Promise<boolean> {
    return (await stacks.terraform(stack).plan(stacks.scratch('again.tfplan'))).isNeeded;
  }

  test('deployStack() starts no Terraform where everything is served', async () => {
    const before = stacks.events.length;
    const { isChanged } = await stacks.deploy(FLAGS, { env: { TERRAFORM_BINARY_NAME: '/bin/false' } });
    expect(isChanged).toBe(false);
    const steps = stacks.events.slice(before).flatMap((event) => (event.type === 'step' ? [event.step] : []));
    expect(steps).toEqual(['look', 'verify']);
  });

  test('deployStack() adopts a deployment that the state lost, and does not deploy it again', async () => {
    const [resources] = [await stacks.terraform(FLAGS).resources()];
    const checkout = resources
      .map(({ address }) => address)
      .filter((address) => address.includes('checkout'));
    await stacks.terraform(FLAGS).forget(checkout, stacks.scratch('lost.tfstate'));
    stacks.write('flags/search/rank.yaml', flag(true));
    stacks.synthesize();
    await stacks.deploy(FLAGS);
    expect(deploymentsOf('checkout')).toEqual(['COMPLETE']);
    expect(deploymentsOf('search')).toEqual(['COMPLETE', 'COMPLETE']);
    expect(await isPlanNeeded(FLAGS)).toBe(false);
  });

  /** Sorted: Terraform makes several at once. */
  function names(): readonly string[] {
    const { applications } = stacks.appConfig.inspect();
    return applications.map(({ name }) => name).sort();
  }

  test('a foundation applies all but the end of what is still released, and says which stack holds it', async () => {
    stacks.remove('flags/search');
    stacks.write('flags/basket/gift.yaml', flag(true));
    stacks.synthesize();
    const before = stacks.events.length;
    await stacks.deploy(FOUNDATION);
    expect(names()).toEqual(['basket', 'checkout', 'search']);
    expect(stacks.events.slice(before)).toContainEqual({
      type: 'warning',
      text: expect.stringMatching(new RegExp(`^held back: 3 resources .* ${FLAGS} still holds versions of`)),
    });
    expect(await stacks.served('search', 'flags')).toMatchObject({ rank: { enabled: true } });
  });

  test('a foundation with nothing but what it holds back applies nothing, and asks no gate', async () => {
    const gate = jest.fn(() => Promise.resolve());
    const { isChanged } = await stacks.deploy(FOUNDATION, { gate });
    expect(isChanged).toBe(false);
    expect(gate).not.toHaveBeenCalled();
  });

  test('a removed component goes from the flags stack, then from the foundation, and nothing is left to plan', async () => {
    await stacks.deploy(FLAGS);
    expect(names()).toEqual(['basket', 'checkout', 'search']);
    expect(await stacks.served('basket', 'flags')).toMatchObject({ gift: { enabled: true } });
    await stacks.deploy(OPERATIONS);
    await stacks.deploy(FOUNDATION);
    expect(names()).toEqual(['basket', 'checkout']);
    for (const stack of [FOUNDATION, FLAGS, OPERATIONS]) expect(await isPlanNeeded(stack)).toBe(false);
  });
});
