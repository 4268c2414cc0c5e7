import { canarySettings } from '../../runtime/canary-settings';
import { watchDocument } from '../../runtime/watch-document';
import type { CanaryMemory, Finding, Watch } from '../../runtime/watch-document';
import { aDataPlane } from '../builders/data-plane';
import type { FakeDataPlane } from '../builders/data-plane';

const MINUTE = 60_000;
const FLAGS_1 = '{"one-click-pay":{"enabled":true}}';
const FLAGS_2 = '{"one-click-pay":{"enabled":true},"gift-wrapping":{"enabled":true}}';

/** A canary of one document, with a clock that stands still until a test moves it. */
class OneDocument {
  now = 0;
  readonly memory: CanaryMemory = new Map();

  constructor(readonly plane: FakeDataPlane = aDataPlane()) {}

  run(): Promise<Finding> {
    const settings = canarySettings({
      CANARY_ENVIRONMENT: 'prod',
      CANARY_COMPONENTS: 'checkout:f',
      CANARY_STALE_AFTER_MINUTES: '70',
    });
    const watch: Watch = { settings, plane: this.plane, memory: this.memory, nowMillis: () => this.now };
    const [document] = settings.documents;
    if (!document) throw new Error('no document');
    return watchDocument(document, watch);
  }

  async problemsAfter(minutes: number): Promise<readonly string[]> {
    this.now += minutes * MINUTE;
    return (await this.run()).problems;
  }
}

test('watchDocument() finds nothing wrong with a document that is served', async () => {
  const finding = await new OneDocument(aDataPlane({ answer: { versionLabel: 'v1' } })).run();
  expect(finding).toMatchObject({ problems: [], isReleased: true, latencyMillis: 0, versionLabel: 'v1' });
});

test('watchDocument() accepts a profile that was never released', async () => {
  const finding = await new OneDocument(aDataPlane({ notReleased: new Set(['checkout/flags']) })).run();
  expect(finding).toMatchObject({ problems: [], isReleased: false });
});

test('watchDocument() reports what the service said instead of throwing it', async () => {
  const refused = Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
  const plane = aDataPlane({ failures: new Map([['checkout/flags', refused]]) });
  expect((await new OneDocument(plane).run()).problems).toEqual([
    'cannot be read: AccessDeniedException: denied',
  ]);
});

test.each([
  [{ body: '{}' }, 'has no flag in it'],
  [{ nextToken: undefined }, 'came without a token for the next poll'],
  [{ nextPollSeconds: 90_000 }, 'may be polled again after 90000 seconds'],
  [{ nextPollSeconds: undefined }, 'may be polled again after an unknown number of seconds'],
])('watchDocument() reports the answer %j', async (answer, sentence) => {
  expect((await new OneDocument(aDataPlane({ answer })).run()).problems).toContain(sentence);
});

test('watchDocument() reports an empty document, once no first rollout can be growing any more', async () => {
  const canary = new OneDocument();
  await canary.run();
  canary.plane.body = '';
  expect(await canary.problemsAfter(69)).toEqual([]);
  expect(await canary.problemsAfter(1)).toContain('is empty for a new session');
});

test('watchDocument() counts from when a profile was last without a release', async () => {
  const canary = new OneDocument(aDataPlane({ notReleased: new Set(['checkout/flags']) }));
  await canary.run();
  await canary.problemsAfter(500);
  canary.plane.notReleased.clear();
  canary.plane.body = '';
  expect(await canary.problemsAfter(60)).toEqual([]);
  expect(await canary.problemsAfter(10)).toContain('is empty for a new session');
});

test('watchDocument() reports a document that came late', async () => {
  const slow = new OneDocument();
  slow.plane.beforePoll = () => (slow.now += 3_001);
  expect((await slow.run()).problems).toEqual(['took 3001 ms, at most 3000 ms are allowed']);
});

test('watchDocument() polls a held session again, and not before it may', async () => {
  const canary = new OneDocument();
  await canary.run();
  canary.now += 59_999;
  await canary.run();
  expect(canary.plane.heldPolls).toEqual([]);
  canary.now += 1;
  await canary.run();
  expect(canary.plane.heldPolls).toEqual(['checkout/flags']);
});

test('watchDocument() accepts new sessions with the next version while the held one has the previous', async () => {
  const canary = new OneDocument();
  await canary.run();
  canary.plane.body = FLAGS_2;
  expect(await canary.problemsAfter(5)).toEqual([]);
  expect(await canary.problemsAfter(69)).toEqual([]);
});

test('watchDocument() calls a held session stale that differs for longer than any rollout', async () => {
  const canary = new OneDocument();
  await canary.run();
  canary.plane.body = FLAGS_2;
  await canary.problemsAfter(5);
  expect(await canary.problemsAfter(70)).toEqual([
    'is stale: for 70 minutes a held session has had another document than new sessions, a rollout takes at most 70',
  ]);
});

test('watchDocument() forgets the difference once the held session has the next version', async () => {
  const canary = new OneDocument();
  await canary.run();
  canary.plane.body = FLAGS_2;
  await canary.problemsAfter(5);
  canary.plane.heldBody = FLAGS_2;
  await canary.problemsAfter(5);
  canary.plane.heldBody = '';
  canary.plane.body = FLAGS_1;
  expect(await canary.problemsAfter(65)).toEqual([]);
});

test('watchDocument() counts again from zero when new sessions got the previous version in between', async () => {
  const canary = new OneDocument();
  await canary.run();
  canary.plane.body = FLAGS_2;
  await canary.problemsAfter(60);
  canary.plane.body = FLAGS_1;
  await canary.problemsAfter(5);
  canary.plane.body = FLAGS_2;
  expect(await canary.problemsAfter(20)).toEqual([]);
});

test('watchDocument() takes a new session to hold when the held one is refused', async () => {
  const canary = new OneDocument();
  await canary.run();
  const held = canary.memory.get('checkout/flags')?.held;
  if (held) await canary.plane.poll(held.token);
  expect(await canary.problemsAfter(5)).toEqual([]);
  expect(canary.memory.get('checkout/flags')?.held?.token).not.toBe(held?.token);
  await canary.problemsAfter(5);
  expect(canary.plane.heldPolls).toHaveLength(2);
});
