import { CANARY_RUNTIME, LAMBDA_RUNTIME, runtimeProblem } from '../../compiler/runtimes';
import type { ManagedRuntime } from '../../compiler/runtimes';

const runtime: ManagedRuntime = {
  service: 'AWS Lambda',
  name: 'nodejs22.x',
  ends: '2027-04-30',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
};

test('runtimeProblem() is none 91 days before the end, and a warning from 90 days on', () => {
  expect(runtimeProblem(runtime, '2027-01-29')).toBeUndefined();
  expect(runtimeProblem(runtime, '2027-01-30')).toEqual({
    code: 'RUNTIME_NEAR_END',
    severity: 'warning',
    message: 'the AWS Lambda runtime nodejs22.x ends on 2027-04-30, in 90 days',
    fix: `name a newer one in compiler/runtimes.ts (${runtime.source})`,
  });
});

test('runtimeProblem() counts one day as a day', () => {
  expect(runtimeProblem(runtime, '2027-04-29')?.message).toMatch(/in 1 day$/);
});

test('runtimeProblem() is an error from the day on which a runtime ends', () => {
  expect(runtimeProblem(runtime, '2027-04-30')).toMatchObject({
    code: 'RUNTIME_PAST_END',
    severity: 'error',
    message: 'the AWS Lambda runtime nodejs22.x ended on 2027-04-30',
  });
});

test.each([CANARY_RUNTIME, LAMBDA_RUNTIME])(
  '$name has an end that is a day, and says where it is from',
  (one) => {
    expect(new Date(one.ends).toISOString().slice(0, 10)).toBe(one.ends);
    expect(new URL(one.source).hostname).toBe('docs.aws.amazon.com');
  },
);
