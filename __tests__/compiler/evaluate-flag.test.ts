import { evaluateFlag } from '../../compiler/evaluate-flag';
import { flagStateIn } from '../../compiler/flag-state';
import type { FlagState, Variant } from '../../compiler/project';
import { aFlag } from '../builders/flag';

const variants: Variant[] = [
  { name: 'Staff', enabled: true, rule: '(ends_with $email "@example.com")', set: { limit: 500 } },
  { name: 'Banned', enabled: false, rule: '(eq $banned true)', set: {} },
  { name: 'Also staff', enabled: true, rule: '(contains $email\n  "@example")', set: {} },
];

function aState(block: Partial<FlagState> = {}): FlagState {
  const { enabled = true, attributes = { limit: 100, label: 'Buy' }, variants: own = variants } = block;
  const flag = aFlag({ default: { enabled, attributes, variants: own } });
  return flagStateIn(flag, { environment: { name: 'prod' }, region: 'eu-west-1' });
}

describe('evaluateFlag()', () => {
  it('evaluateFlag() gives the first variant whose rule matches, on top of the block', () => {
    expect(evaluateFlag(aState(), { email: 'ann@example.com', banned: true })).toEqual({
      enabled: true,
      variant: 'Staff',
      attributes: { limit: 500, label: 'Buy' },
      reason: 'the rule of Staff matches: (ends_with $email "@example.com")',
    });
  });

  it('evaluateFlag() gives no attributes while the flag is off, be it by a variant or by default', () => {
    expect(evaluateFlag(aState(), { banned: true })).toMatchObject({
      enabled: false,
      variant: 'Banned',
      attributes: {},
    });
    expect(evaluateFlag(aState({ enabled: false }), {})).toMatchObject({
      enabled: false,
      variant: 'default',
      attributes: {},
    });
  });

  it('evaluateFlag() turns a flag on for a variant that is off by default', () => {
    expect(evaluateFlag(aState({ enabled: false }), { email: 'a@example.com' })).toMatchObject({
      enabled: true,
      attributes: { limit: 500, label: 'Buy' },
    });
  });

  it('evaluateFlag() falls back to the default variant, also of a flag that has no other', () => {
    const expected = { enabled: true, variant: 'default', attributes: { limit: 100, label: 'Buy' } };
    expect(evaluateFlag(aState(), {})).toEqual({
      ...expected,
      reason: 'no rule matches, and by default the flag is on',
    });
    expect(evaluateFlag(aState({ variants: [] }), {})).toEqual({
      ...expected,
      reason: 'the flag is on for everybody: it has no variants here',
    });
  });

  it('evaluateFlag() gives its reason on one line', () => {
    expect(evaluateFlag(aState(), { email: 'a@example.org' }).reason).toBe(
      'the rule of Also staff matches: (contains $email "@example")',
    );
  });

  it('evaluateFlag() splits each flag its own way when there is no seed', () => {
    const halves = [{ name: 'Half', enabled: true, rule: '(split pct::50 by::$id)', set: {} }];
    const stateOf = (key: string): FlagState => ({ ...aState({ variants: halves }), flag: aFlag({ key }) });
    const [one, other] = [stateOf('one'), stateOf('other')];
    const ids = Array.from({ length: 100 }, (_, id) => id);
    const isInOne = (id: number): boolean => evaluateFlag(one, { id }).variant === 'Half';
    expect(ids.some((id) => isInOne(id) !== (evaluateFlag(other, { id }).variant === 'Half'))).toBe(true);
    expect(evaluateFlag(one, { id: 1 }, { splitBucket: () => 49 }).variant).toBe('Half');
    expect(evaluateFlag(one, { id: 1 }, { splitBucket: () => 50 }).variant).toBe('default');
  });
});
