import { withoutCreationStacks } from '../../stacks/without-creation-stacks';

const framesOf = ({ stack = '' }: Error) => stack.split('\n').filter((line) => /^\s+at /.test(line));

/** As cdktf does it, for every reference. */
function captureLikeCdktf(): string {
  const object = { stack: '' };
  const previous = Error.stackTraceLimit;
  Error.stackTraceLimit = Number.MAX_SAFE_INTEGER;
  Error.captureStackTrace(object);
  Error.stackTraceLimit = previous;
  return object.stack || '';
}

test('withoutCreationStacks() records nothing, and everything afterwards', () => {
  let recorded = 'not run';
  withoutCreationStacks(() => (recorded = captureLikeCdktf()));
  expect(recorded).not.toContain('at ');
  expect(captureLikeCdktf()).toContain('at ');
  expect(framesOf(new Error('x')).length).toBeGreaterThan(1);
});

test('withoutCreationStacks() does failing work once more, to fail with all there is to say', () => {
  const errors: Error[] = [];
  const work = () => {
    errors.push(new Error('does not resolve'));
    throw errors.at(-1);
  };
  expect(() => withoutCreationStacks(work)).toThrow(errors[1]);
  expect(errors.map((error) => framesOf(error).length > 0)).toEqual([false, true]);
});

test('withoutCreationStacks() does working work once', () => {
  const work = jest.fn();
  withoutCreationStacks(work);
  expect(work).toHaveBeenCalledTimes(1);
});
