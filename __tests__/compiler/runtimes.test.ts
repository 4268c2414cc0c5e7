import { startOf } from '../../compiler/diagnostic';
import { CANARY_RUNTIME, LAMBDA_RUNTIME, runtimeDiagnostics } from '../../compiler/runtimes';
import type { ManagedRuntime } from '../../compiler/runtimes';

const runtime: ManagedRuntime = {
  service: 'AWS Lambda',
  name: 'nodejs22.x',
  ends: '2027-04-30',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
};
const at = { file: 'environments/prod.yaml', line: 7, column: 1, endLine: 7, endColumn: 7 };

test('runtimeDiagnostics() is silent 91 days before the end and warns from 90 days on', () => {
  expect(runtimeDiagnostics([{ runtime, at }], '2027-01-29')).toEqual([]);
  expect(runtimeDiagnostics([{ runtime, at }], '2027-01-30')).toEqual([
    {
      ...at,
      code: 'RUNTIME_NEAR_END',
      severity: 'warning',
      message: 'the AWS Lambda runtime nodejs22.x ends on 2027-04-30, in 90 days',
      fix: `name a newer one in compiler/runtimes.ts (${runtime.source})`,
    },
  ]);
});

test('runtimeDiagnostics() counts one day as a day', () => {
  expect(runtimeDiagnostics([{ runtime, at }], '2027-04-29')[0]?.message).toMatch(/in 1 day$/);
});

test('runtimeDiagnostics() refuses a runtime from the day it ends', () => {
  expect(runtimeDiagnostics([{ runtime, at }], '2027-04-30')).toMatchObject([
    {
      code: 'RUNTIME_PAST_END',
      severity: 'error',
      message: 'the AWS Lambda runtime nodejs22.x ended on 2027-04-30',
    },
  ]);
});

test('runtimeDiagnostics() points at every use', () => {
  const uses = [
    { runtime, at },
    { runtime, at: startOf('environments/gamma.yaml') },
  ];
  expect(runtimeDiagnostics(uses, '2028-01-01').map(({ file }) => file)).toEqual([
    'environments/prod.yaml',
    'environments/gamma.yaml',
  ]);
});

test.each([CANARY_RUNTIME, LAMBDA_RUNTIME])(
  '$name has an end that is a day, and says where it is from',
  (one) => {
    expect(new Date(one.ends).toISOString().slice(0, 10)).toBe(one.ends);
    expect(new URL(one.source).hostname).toBe('docs.aws.amazon.com');
  },
);
