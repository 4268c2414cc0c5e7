import { planProfile, planRole, pullRequestResources } from '../../../delivery/review/pull-request-resources';
import { anEnvironment } from '../../builders/environment';
import { aTools } from '../../builders/project';

const prod = anEnvironment({ name: 'prod', account: '333333333333' });
const github = aTools({ pullRequests: { provider: 'github', environment: 'plan' } });

test('planRole() trusts approved jobs of one repository, by the whole subject', () => {
  expect(planRole(prod, github)).toEqual({
    name: 'dynconf-plan-prod',
    description: 'Plans the stacks of prod for pull requests, and changes nothing',
    providerArn: 'arn:aws:iam::333333333333:oidc-provider/token.actions.githubusercontent.com',
    issuer: 'token.actions.githubusercontent.com',
    subject: 'repo:example/shop-configuration:environment:plan',
    audience: 'sts.amazonaws.com',
  });
});

test('planRole() is there only when tools.yaml says so, and not for what is temporary', () => {
  expect(planRole(prod, aTools())).toBeUndefined();
  expect(planRole(prod, aTools({ pullRequests: { provider: 'codebuild' } }))).toBeUndefined();
  const temporary = { owner: 'team-a', expires: '2027-01-01' };
  expect(planRole({ ...prod, temporary }, github)).toBeUndefined();
});

test('planRole() has a name that IAM takes, however long the environment’s is', () => {
  expect(planRole({ ...prod, name: 'e'.repeat(32) }, github)?.name.length).toBeLessThanOrEqual(64);
});

test('planProfile() asks a command for the credentials of the role', () => {
  expect(planProfile(prod, 'node /a/credentials.js')).toBe(
    '[profile dynconf-plan-prod]\ncredential_process = node /a/credentials.js arn:aws:iam::333333333333:role/dynconf-plan-prod\n\n',
  );
});

test('pullRequestResources() are there only for CodeBuild, and neither sign nor make an artifact', () => {
  expect(pullRequestResources(aTools())).toBeUndefined();
  expect(pullRequestResources(github)).toBeUndefined();
  const resources = pullRequestResources(aTools({ pullRequests: { provider: 'codebuild' } }));
  expect(resources?.name).toBe('dynconf-pull-requests');
  expect(resources?.commands.join(' ')).not.toMatch(/sign|artifact|deploy|apply/);
});
