import type { Readers } from '../../compiler/project';
import { ReaderAccess } from '../../constructs/reader-access';
import { only, synthScope } from '../builders/synth';

const FLAGS = 'arn:aws:appconfig:eu-west-1:333333333333:application/a/environment/e/configuration/f';
const OPERATIONS = 'arn:aws:appconfig:eu-west-1:333333333333:application/a/environment/e/configuration/o';

function reader(readers: Readers) {
  return synthScope(
    (scope) =>
      new ReaderAccess(scope, 'Reader', {
        resources: {
          roleName: 'dynconf-reader-checkout-eu-west-1',
          path: '/dynconf/prod/',
          description: 'Reads checkout in prod, eu-west-1',
          readers,
          policies: [
            { profile: 'flags', name: 'reads-flags' },
            { profile: 'operations', name: 'reads-operations' },
          ],
        },
        configurations: { flags: FLAGS, operations: OPERATIONS },
        permissionsBoundary: 'arn:aws:iam::333333333333:policy/boundary',
      }),
  );
}

function trustOf(readers: Readers): unknown {
  const role = only(reader(readers), 'aws_iam_role');
  const { Statement } = JSON.parse(String(role['assume_role_policy'])) as { Statement: unknown[] };
  return Statement;
}

test('ReaderAccess trusts an organization only by its id and whole paths', () => {
  const path = 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/';
  expect(trustOf({ organization: 'o-a1b2c3d4e5', paths: [path] })).toEqual([
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: '*' },
      Condition: {
        StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
        'ForAnyValue:StringEquals': { 'aws:PrincipalOrgPaths': [path] },
      },
    },
  ]);
});

test('ReaderAccess trusts exactly the roles that are named', () => {
  const roles = ['arn:aws:iam::444444444444:role/shop'];
  expect(trustOf({ roles })).toEqual([
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: roles } },
  ]);
});

test('ReaderAccess has a policy per profile that reads that profile alone', () => {
  const policies = Object.values(reader({ roles: [] }).resource['aws_iam_policy'] ?? {});
  const allowed = policies.map(({ name, policy }) => [
    name,
    (JSON.parse(String(policy)) as { Statement: { Resource: unknown }[] }).Statement.map(
      (one) => one.Resource,
    ),
  ]);
  expect(allowed).toEqual([
    ['reads-flags', [FLAGS]],
    ['reads-operations', [OPERATIONS]],
  ]);
});

test('ReaderAccess keeps its role within the boundary', () => {
  expect(only(reader({ roles: [] }), 'aws_iam_role')).toMatchObject({
    path: '/dynconf/prod/',
    permissions_boundary: 'arn:aws:iam::333333333333:policy/boundary',
  });
});
