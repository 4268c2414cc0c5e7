import type { DataPlane, Poll } from '../../runtime/data-plane';

export interface FakeDataPlane extends DataPlane {
  /** What a session that is new gets; by `<application>/<profile>`, or for all. */
  body: string;
  /** What a session that is polled again gets: empty, as when nothing changed. */
  heldBody: string;
  readonly bodies: Map<string, string>;
  readonly notReleased: Set<string>;
  /** Thrown by every call for the document. */
  readonly failures: Map<string, Error>;
  /** Laid over every answer. */
  answer: Partial<Poll>;
  /** Every poll of a session that is not new. */
  readonly heldPolls: string[];
  /** Called before each new session is read. */
  beforePoll: () => void;
}

/** AppConfig Data in memory, with single-use tokens: `<document>#<how often polled>#<session>`. */
export function aDataPlane(overrides: Partial<FakeDataPlane> = {}): FakeDataPlane {
  const spent = new Set<string>();
  let sessions = 0;
  const plane: FakeDataPlane = {
    body: '{"one-click-pay":{"enabled":true}}',
    heldBody: '',
    bodies: new Map(),
    notReleased: new Set(),
    failures: new Map(),
    answer: {},
    heldPolls: [],
    beforePoll: () => undefined,
    start: async ({ application, profile }) => {
      const name = `${application}/${profile}`;
      const failure = plane.failures.get(name);
      if (failure) throw failure;
      return plane.notReleased.has(name) ? undefined : `${name}#0#${++sessions}`;
    },
    poll: async (token) => {
      if (spent.has(token)) throw new Error(`token ${token} was used before`);
      spent.add(token);
      const [name = '', polled = '', session = ''] = token.split('#');
      const isNew = polled === '0';
      if (!isNew) plane.heldPolls.push(name);
      plane.beforePoll();
      return {
        body: isNew ? (plane.bodies.get(name) ?? plane.body) : plane.heldBody,
        nextToken: `${name}#${Number(polled) + 1}#${session}`,
        nextPollSeconds: 60,
        versionLabel: undefined,
        ...plane.answer,
      };
    },
    ...overrides,
  };
  return plane;
}
