/** Something that happened, as EventBridge hands it on. */
export type AwsEvent = Readonly<Record<string, unknown>>;

type Matcher = (value: unknown, operand: unknown) => boolean;

/** Only what our rules use; anything else throws, so that no rule passes because of a word that nobody reads. */
const MATCHERS: Readonly<Record<string, Matcher>> = {
  prefix: (value, operand) => typeof value === 'string' && value.startsWith(String(operand)),
};

/**
 * Whether a rule with this pattern takes an event.
 *
 * EventBridge user guide, "Amazon EventBridge event patterns": every field of the pattern is in the event with one of
 * the values of its list; of an array in the event one element is enough; fields that the pattern does not name are free.
 */
export function matchesPattern(pattern: unknown, event: AwsEvent): boolean {
  if (!isMap(pattern)) throw new Error(`a pattern is a map, not ${JSON.stringify(pattern)}`);
  return Object.entries(pattern).every(([field, wanted]) => {
    const value = event[field];
    if (Array.isArray(wanted))
      return [value].flat().some((one) => wanted.some((each) => isWanted(each, one)));
    return isMap(value) && matchesPattern(wanted, value);
  });
}

function isWanted(wanted: unknown, value: unknown): boolean {
  if (!isMap(wanted)) return wanted === value;
  const [[name, operand] = [], ...others] = Object.entries(wanted);
  const matcher = MATCHERS[name ?? ''];
  if (!matcher || others.length > 0)
    throw new Error(`this reader of patterns does not know ${JSON.stringify(wanted)}`);
  return matcher(value, operand);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
