import type { DefinitionFile } from '../definition-file';
import { TOOLS } from '../names';
import type { Findings } from '../reading/findings';
import { entryOf, textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { isOnThisMachine, type ResolvedEnvironment } from './resolve-environments';

interface States {
  readonly environments: readonly ResolvedEnvironment[];
  readonly tools: DefinitionFile | undefined;
}

/** Where one environment, or the tools, keeps its states in S3. */
interface Claim {
  readonly owner: string;
  readonly bucket: string;
  readonly backend: YamlNode;
  /** Of the policy that lets the environment's roles into the bucket; nothing for the tools. */
  readonly policyCharacters: number;
}

/** S3 user guide, "Bucket policies": 20 KB. */
const MAXIMUM_POLICY_CHARACTERS = 20 * 1024;
/** What the structure check takes for a key besides ARNs. */
const SHORT_KEY = /^(alias\/.+|mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** What every bucket's policy has, whoever is in it: so many, and for each letter of the bucket's name so many more. */
const COMMON_CHARACTERS = [2220, 9] as const;
/** Of what an environment adds: so many, and for each letter of its name so many more. */
const TENANT_CHARACTERS = {
  lasting: { anywhere: [1150, 17], inAccountOfTools: [520, 7] },
  // Its roles are fewer.
  temporary: { anywhere: [602, 7], inAccountOfTools: [247, 2] },
  /** Of the role that pull requests plan with. */
  plans: { anywhere: [95, 2], inAccountOfTools: [48, 1] },
} as const;
/** In the account of the tools once more, where a statement of its own holds the roles back. */
const CHARACTERS_PER_BUCKET_LETTER = 4;

/** Checks that those who share a bucket for their states mean the same bucket, and that its policy has room for them. */
export function checkState({ environments, tools }: States, findings: Findings): void {
  const claims = [
    ...environments.filter((each) => !isOnThisMachine(each)).flatMap((each) => claimOf(each, tools)),
    ...(tools ? claimOf({ name: TOOLS, root: tools.root, kind: 'tools' }, tools) : []),
  ];
  const first = new Map<string, Claim>();
  const characters = new Map<string, number>();
  if (tools) checkKeys(claims, findings);
  for (const claim of claims) {
    const { bucket } = claim;
    const other = first.get(bucket);
    if (!other) first.set(bucket, claim);
    else checkSame({ claim, other, hasKey: tools !== undefined }, findings);
    const before = characters.get(bucket) ?? COMMON_CHARACTERS[0] + COMMON_CHARACTERS[1] * bucket.length;
    characters.set(bucket, before + claim.policyCharacters);
    if (tools && before <= MAXIMUM_POLICY_CHARACTERS) checkRoom(claim, before, findings);
  }
}

function claimOf(
  { name, root, kind }: Pick<ResolvedEnvironment, 'name' | 'root'> & { readonly kind: string },
  tools: DefinitionFile | undefined,
): Claim[] {
  const backend = valueOf(root, 'backend');
  const bucket = textOf(valueOf(backend, 'bucket'));
  if (!backend || bucket === undefined || textOf(valueOf(backend, 'type')) !== 's3') return [];
  const policyCharacters = kind === 'tools' ? 0 : tenantCharacters({ name, root, kind, bucket }, tools);
  return [{ owner: name, bucket, backend, policyCharacters }];
}

type Tenant = Pick<ResolvedEnvironment, 'name' | 'root'> & { readonly kind: string; readonly bucket: string };

function tenantCharacters({ name, root, kind, bucket }: Tenant, tools: DefinitionFile | undefined): number {
  const isOwn = textOf(valueOf(root, 'account')) === textOf(valueOf(tools?.root, 'account'));
  const plans = textOf(valueOf(valueOf(tools?.root, 'pull-requests'), 'provider')) === 'github';
  const roles =
    kind === 'temporary'
      ? [TENANT_CHARACTERS.temporary]
      : [TENANT_CHARACTERS.lasting, ...(plans ? [TENANT_CHARACTERS.plans] : [])];
  const counts = roles.flatMap(({ anywhere, inAccountOfTools }) => [
    anywhere,
    ...(isOwn ? [inAccountOfTools] : []),
  ]);
  const ofBucket = (CHARACTERS_PER_BUCKET_LETTER + (isOwn ? 1 : 0)) * bucket.length;
  return counts.reduce((sum, [fixed, perLetter]) => sum + fixed + perLetter * name.length, ofBucket);
}

/** A bucket is in one region; the state stack gives it one key. */
function checkSame(
  { claim, other, hasKey }: { claim: Claim; other: Claim; hasKey: boolean },
  findings: Findings,
): void {
  for (const field of hasKey ? ['region', 'kms-key'] : ['region']) {
    const [here, there] = [claim, other].map(({ backend }) => textOf(valueOf(backend, field)));
    if (here === there || (field === 'region' && (here === undefined || there === undefined))) continue;
    const at = valueOf(claim.backend, field) ?? entryOf(claim.backend, 'bucket')?.value ?? claim.backend;
    findings.error(at, 'BUCKET_DIFFERS', {
      message: `${field} of the bucket ${claim.bucket} is ${here ?? 'not given'}, for ${other.owner} it is ${there ?? 'not given'}`,
      fix: `write the same ${field} for everybody who has this bucket, or name another bucket`,
    });
  }
}

/**
 * Where pipelines come as roles, their policies have to name the key, and only an ARN says whose it is: anything
 * shorter S3 takes for a key of the account that asks.
 */
function checkKeys(claims: readonly Claim[], findings: Findings): void {
  const keys = new Set(claims.flatMap(({ backend }) => valueOf(backend, 'kms-key') ?? []));
  for (const key of keys) {
    const text = textOf(key);
    if (text === undefined || !SHORT_KEY.test(text)) continue;
    findings.error(key, 'INVALID_VALUE', {
      message: `kms-key is ${text}, which does not say whose key it is: the roles of pipelines could not be allowed to use it`,
      fix: 'write the ARN of the key, or of its alias: arn:aws:kms:<region>:<account>:key/<id>',
    });
  }
}

function checkRoom({ bucket, backend, policyCharacters }: Claim, before: number, findings: Findings): void {
  if (before + policyCharacters <= MAXIMUM_POLICY_CHARACTERS) return;
  findings.warning(valueOf(backend, 'bucket') ?? backend, 'BUCKET_FULL', {
    message: `so many environments have their states in ${bucket} that its policy becomes longer than the 20 KB that S3 takes`,
    fix: 'name another bucket for some of them',
  });
}
