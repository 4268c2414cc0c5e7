import { explainProblems } from '../../../release/terraform/terraform-problems';

const PLACE = { stack: 'prod-eu-west-1-flags', phase: 'plan' } as const;

function explained(summary: string, detail = ''): { kind: string; message: string } {
  return explainProblems(PLACE, [{ severity: 'error', summary, detail }]);
}

test('explainProblems() says to apply the foundation first when it has no state', () => {
  const { kind, message } = explained(
    'Unable to find remote state',
    'No stored state was found for the given workspace in the given backend.',
  );
  expect(kind).toBe('prerequisite');
  expect(message).toMatch(/^apply prod-eu-west-1-foundation first/);
});

test('explainProblems() says it once for many missing outputs of the foundation', () => {
  const problem = (output: string) => ({
    severity: 'error' as const,
    summary: 'Unsupported attribute',
    detail: `This object does not have an attribute named\n"cross-stack-output-${output}".`,
  });
  const { message } = explainProblems(PLACE, [problem('application'), problem('environment')]);
  expect(message).toMatch(/^apply prod-eu-west-1-foundation first .*does not hold everything/);
  expect(message.split('\n')).toHaveLength(1);
});

test('explainProblems() refuses a document whose deployment was rolled back', () => {
  const { kind, message } = explained(
    'Resource postcondition failed',
    'checkout flags: deployment 3 of version 3 is ROLLED_BACK.',
  );
  expect(kind).toBe('refused');
  expect(message).toContain('checkout flags: deployment 3 of version 3 is ROLLED_BACK');
});

test('explainProblems() tells a rollback that happens during the apply from one that happened before', () => {
  const problem = {
    severity: 'error' as const,
    summary: 'Resource postcondition failed',
    detail: 'ROLLED_BACK',
  };
  expect(explainProblems({ ...PLACE, phase: 'apply' }, [problem]).kind).toBe('rolled-back');
});

test('explainProblems() says that another process holds the state', () => {
  expect(explained('Error acquiring the state lock', 'resource temporarily unavailable').kind).toBe(
    'refused',
  );
});

test('explainProblems() tells a conflict of deployments', () => {
  expect(explained('creating AppConfig Deployment', 'api error ConflictException: …').kind).toBe('refused');
});

test('explainProblems() passes on what it does not know', () => {
  expect(explained('creating AppConfig Version', 'AccessDenied')).toMatchObject({
    kind: 'failed',
    message: 'prod-eu-west-1-flags: creating AppConfig Version: AccessDenied',
  });
});
