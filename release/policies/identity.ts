import { isObject } from '../../compiler/json-object';
import type { Json, JsonObject } from '../../compiler/project';
import { isReference } from './known-resources';
import { addressOf, type Policy, resourcesOf, type SynthesizedStack, typeOf, type Violation } from './policy';
import { type FoundStatement, listOf, statementsOf, unreadablePoliciesOf } from './policy-documents';
import { UNNAMED_RESOURCES } from './unnamed-resources';

const LONG_LIVED =
  /^aws_iam_(access_key|user|user_login_profile|service_specific_credential|signing_certificate)$/;
/** Policies of AWS's own that allow next to everything. */
const TOO_MUCH = /\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|\w*FullAccess)$/;
/** A whole account, however it is written. */
const ACCOUNT = /^(\d{12}|arn:[^:]+:iam::\d{12}:root)$/;
const ROLE = /^arn:aws[\w-]*:iam::\d{12}:role\/[^*?]+$/;
/** Of one service and one account (those of S3 have none), with a name that begins or ends somehow. */
const NAMED = /^arn:aws[\w-]*:[a-z][\w-]*:[^:]*:(\d{12}|aws)?:[^:]*\w/;

/** Of one service and one account. */
const SOURCE = /^arn:aws[\w-]*:[a-z][\w-]*:[^:]*:\d{12}:[^*]/;

/** Who may do what: exact actions, on named resources, for exact principals, with nothing that lasts. */
export const IDENTITY: readonly Policy[] = [
  {
    rule: 'ACTION_WILDCARD',
    severity: 'error',
    meaning: 'No policy allows actions by wildcard',
    find: (stack) =>
      allowed(statementsOf(stack)).flatMap((found) =>
        found.actions
          .filter((action) => /[*?]/.test(action))
          .map((action) => violation(found, 'Action', `${found.address} allows ${action}`)),
      ),
  },
  {
    rule: 'RESOURCE_WILDCARD',
    severity: 'error',
    meaning: 'Only what has no resource is allowed on all of them',
    find: (stack) => allowed(statementsOf(stack)).flatMap(findWildResources),
  },
  {
    rule: 'EVERYTHING_BUT',
    severity: 'error',
    meaning: 'No policy allows everything but something',
    find: (stack) =>
      allowed(statementsOf(stack)).flatMap((found) =>
        ['NotAction', 'NotResource', 'NotPrincipal']
          .filter((key) => key in found.statement)
          .map((key) => violation(found, key, `${found.address} allows with ${key} what nobody has listed`)),
      ),
  },
  {
    rule: 'TRUSTS_ACCOUNT',
    severity: 'error',
    meaning: 'Principals are services and roles by name; an account only where a condition names its roles',
    find: (stack) => allowed(statementsOf(stack)).flatMap(findVaguePrincipals),
  },
  {
    rule: 'TRUSTS_STRANGER',
    severity: 'error',
    meaning: 'Whoever is let in is of an account that the definitions name, or a reader that they name',
    find: (stack) => allowed(statementsOf(stack)).flatMap((found) => findStrangers(found, stack)),
  },
  {
    rule: 'TRUSTS_PROVIDER',
    severity: 'error',
    meaning: 'Of an identity provider one audience and one subject are let in, compared as a whole',
    find: (stack) => allowed(statementsOf(stack)).flatMap(findVagueSubjects),
  },
  {
    rule: 'LONG_LIVED_CREDENTIAL',
    severity: 'error',
    meaning: 'There are no users and no keys of users: credentials are temporary',
    find: (stack) =>
      resourcesOf(stack)
        .filter((block) => LONG_LIVED.test(typeOf(block)))
        .map((block) => ({
          path: block.path,
          message: `${addressOf(block)} is a credential that lasts`,
          fix: 'use a role: what takes it on gets credentials for hours',
        })),
  },
  {
    rule: 'TOO_MUCH_ACCESS',
    severity: 'error',
    meaning: 'No policy of AWS that allows next to everything is attached',
    find: (stack) =>
      findArns(stack, ['policy_arn', 'managed_policy_arns', 'permissions_boundary'], {
        isRight: (arn) => !TOO_MUCH.test(arn),
        fix: 'write a policy with the actions that are needed',
      }),
  },
  {
    rule: 'POLICY_OF_OTHERS',
    severity: 'error',
    meaning: 'What is attached is a policy of the same stack, whose text these rules read',
    find: (stack) => {
      const own = new Set(
        resourcesOf(stack)
          .filter((block) => typeOf(block) === 'aws_iam_policy')
          .map((block) => `\${${addressOf(block)}.arn}`),
      );
      return findArns(stack, ['policy_arn', 'managed_policy_arns'], {
        isRight: (arn) => own.has(arn),
        fix: 'write the policy in this stack',
      });
    },
  },
  {
    rule: 'ROLE_OF_OTHERS',
    severity: 'error',
    meaning: 'A role gets its policies in the stack that makes it',
    find: (stack) =>
      findArns(stack, ['role'], {
        isRight: (role) => isReference(role),
        fix: 'attach it to a role of this stack',
        types: /^aws_iam_role_policy(_attachment)?$/,
      }),
  },
  {
    rule: 'UNREADABLE_POLICY',
    severity: 'error',
    meaning: 'Every policy is written out, as JSON that these rules can read',
    find: (stack) =>
      unreadablePoliciesOf(stack).map(({ path, address, problem }) => ({
        path,
        message: `the policy of ${address} ${problem}`,
        fix: 'write it out: names are known before their resources are',
      })),
  },
];

function findArns(
  stack: SynthesizedStack,
  attributes: readonly string[],
  { isRight, fix, types = /^/ }: { isRight: (arn: string) => boolean; fix: string; types?: RegExp },
): Violation[] {
  const blocks = resourcesOf(stack).filter((block) => types.test(typeOf(block)));
  return blocks.flatMap((block) =>
    attributes.flatMap((key) =>
      listOf(block.body[key])
        .filter((arn) => !isRight(arn))
        .map((arn) => ({ path: [...block.path, key], message: `${addressOf(block)} has ${arn}`, fix })),
    ),
  );
}

function allowed(statements: readonly FoundStatement[]): FoundStatement[] {
  return statements.filter(({ isAllow }) => isAllow);
}

function findWildResources(found: FoundStatement): Violation[] {
  // In a key's own policy `*` is the key (KMS developer guide, "Key policies").
  if (found.type === 'aws_kms_key' || found.resources.every(isNamed)) return [];
  return found.actions
    .filter((action) => !Object.hasOwn(UNNAMED_RESOURCES, action))
    .map((action) => violation(found, 'Resource', `${found.address} allows ${action} on every resource`));
}

/** What a reference stands for is one resource; so it says `*` nowhere. */
function isNamed(resource: string): boolean {
  return resource.startsWith('${') || NAMED.test(resource);
}

function findVaguePrincipals(found: FoundStatement): Violation[] {
  const { statement, type, attribute } = found;
  const isTrust = attribute === 'assume_role_policy';
  const principal = statement['Principal'];
  const names = isObject(principal) ? Object.entries(principal).flatMap(vagueNames) : listOf(principal);
  return names
    .filter(
      (name) =>
        !isNarrowed(statement['Condition'], isTrust) && !(type === 'aws_kms_key' && ACCOUNT.test(name)),
    )
    .map((name) =>
      violation(found, 'Principal', `${found.address} lets in ${name === '*' ? 'everybody' : name}`),
    );
}

/** All but roles and services by name; identity providers have a rule of their own. */
function vagueNames([kind, value]: [string, Json]): string[] {
  const known = { AWS: ROLE, Service: /^[a-z][\w.-]+\.amazonaws\.com(\.cn)?$/, Federated: /^/ }[kind];
  return listOf(value).filter((name) => known === undefined || !known.test(name));
}

function findStrangers(
  found: FoundStatement,
  { trusted: { accounts, readers } }: SynthesizedStack,
): Violation[] {
  const { Principal: principal } = found.statement;
  if (accounts === undefined || !isObject(principal)) return [];
  return listOf((principal as JsonObject)['AWS'])
    .concat(listOf((principal as JsonObject)['Federated']))
    .filter((name) => {
      const [account] = /\d{12}/.exec(name) ?? [];
      return account !== undefined && !accounts.has(account) && !readers?.has(name);
    })
    .map((name) =>
      violation(found, 'Principal', `${found.address} lets in ${name}, whom no definition names`),
    );
}

/** Whoever has a repository at GitHub has tokens of GitHub's. */
function findVagueSubjects(found: FoundStatement): Violation[] {
  const { Principal: principal, Condition: condition } = found.statement;
  const providers = isObject(principal) ? listOf((principal as JsonObject)['Federated']) : [];
  const equal = isObject(condition) ? (condition as JsonObject)['StringEquals'] : undefined;
  const compared = isObject(equal) ? Object.keys(equal) : [];
  if ([':aud', ':sub'].every((claim) => compared.some((key) => key.endsWith(claim)))) return [];
  return providers.map((provider) =>
    violation(found, 'Principal', `${found.address} lets in everybody whom ${provider} knows`),
  );
}

/** To roles by name, to paths of one organization, or, where nobody takes on a role, to sources of named accounts. */
function isNarrowed(condition: Json | undefined, isTrust: boolean): boolean {
  if (!isObject(condition)) return false;
  const of = (operator: string, key: string): string[] => {
    const block = condition[operator];
    return isObject(block) ? listOf((block as JsonObject)[key]) : [];
  };
  const sources = [...of('ArnLike', 'aws:SourceArn'), ...of('ArnEquals', 'aws:SourceArn')];
  if (!isTrust && sources.length > 0 && sources.every((source) => SOURCE.test(source))) return true;
  const roles = of('ArnEquals', 'aws:PrincipalArn');
  const paths = of('ForAnyValue:StringEquals', 'aws:PrincipalOrgPaths');
  const isOfOrganization = of('StringEquals', 'aws:PrincipalOrgID').length > 0 && paths.length > 0;
  return isOfOrganization || (roles.length > 0 && roles.every((role) => !/[*?]/.test(role)));
}

function violation({ path }: FoundStatement, key: string, message: string): Violation {
  return { path: [...path, key], message, fix: 'name exactly what is needed' };
}
