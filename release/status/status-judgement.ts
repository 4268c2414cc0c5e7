import { canonicalJson, fingerprint } from '../../compiler/canonical-json';
import type { Document, JsonObject, Profile } from '../../compiler/project';
import { isGrowing, isTakenBack } from '../../delivery/deployment-states';
import type { DeploymentReference } from '../release-event';
import { explainDifferences } from './status-differences';
import type { SeenDocument } from './status-served';
import type { KnownToTerraform } from './status-terraform';
import { differences, expectedServed } from '../appconfig/verify-served';

/**
 * Where one document stands.
 *
 * - `drifted`: somebody changed it outside this project
 * - `behind`: what is served was released from here, and git is newer
 */
export type DocumentState =
  'in sync' | 'not deployed' | 'rolling out' | 'rolled back' | 'drifted' | 'behind' | 'unreachable';

export interface Judgement {
  readonly state: DocumentState;
  /** As it should be, or on its way there. */
  readonly isInOrder: boolean;
  /** One clause: numbers, states, the alarm. */
  readonly reason: string;
  /** What the arrows of the differences lead from and to. */
  readonly direction?: 'git → served' | 'served → git';
  readonly differences: readonly string[];
}

export interface Evidence {
  readonly profile: Profile;
  /** Absent: git has it no longer, Terraform's state still does. */
  readonly document?: Pick<Document, 'value' | 'fingerprint'>;
  /** What Terraform's state knows of this document; absent: nothing. */
  readonly known?: DeploymentReference;
  readonly terraform: KnownToTerraform;
  readonly seen?: SeenDocument;
}

const AS_WANTED = { state: 'in sync', isInOrder: true, differences: [] } as const;

/** Compares git, Terraform's state and AppConfig, and says who is off. */
export function judge(evidence: Evidence): Judgement {
  const { document, seen } = evidence;
  if (!document) return isReleasedNoMore(evidence);
  if (!seen) return isNotDeployed(evidence);
  if (isTakenBack(seen.newest.state)) return wasRolledBack(evidence, document, seen);
  if (isGrowing(seen.newest.state)) return rollsOut(evidence, document, seen);
  return stands(evidence, document, seen);
}

type Wanted = NonNullable<Evidence['document']>;

function isReleasedNoMore({ known }: Evidence): Judgement {
  const reason = `git no longer has it, Terraform's state knows deployment ${known?.deploymentNumber}`;
  return { state: 'behind', isInOrder: false, reason, differences: [] };
}

function isNotDeployed({ known }: Evidence): Judgement {
  if (known === undefined) {
    return { state: 'not deployed', isInOrder: false, reason: 'nothing was ever deployed', differences: [] };
  }
  const reason = `Terraform's state knows deployment ${known.deploymentNumber}, AppConfig has none`;
  return { state: 'drifted', isInOrder: false, reason, differences: [] };
}

function wasRolledBack(evidence: Evidence, document: Wanted, seen: SeenDocument): Judgement {
  const { number, version, state, fingerprint: newest } = seen.newest;
  const reason = seen.rollback ?? `deployment ${number} of version ${version} is ${state}`;
  const changed = newest !== document.fingerprint ? ', and git has changed since' : '';
  const found = between(evidence.profile, [seen.before?.stored, document.value], 'served → git');
  return {
    state: 'rolled back',
    isInOrder: false,
    reason: `${reason}${changed}; ${servedAfterRollback(seen, document)}`,
    ...(found.length > 0 && { direction: 'served → git' }),
    differences: found,
  };
}

/** Not what was wanted last, but what ended well before it. */
function servedAfterRollback({ newest, before }: SeenDocument, document: Wanted): string {
  if (before === undefined) return 'no deployment before it ended well';
  const what = `deployment ${before.number} of version ${before.version}`;
  const as = before.stored && holds(before, document) ? ', as git has it' : '';
  return newest.state === 'ROLLING_BACK' ? `${what} returns${as}` : `${what} is served${as}`;
}

function rollsOut(evidence: Evidence, document: Wanted, seen: SeenDocument): Judgement {
  const { newest } = seen;
  const reason = `deployment ${newest.number} of version ${newest.version}, ${newest.state} at ${newest.percentage} %`;
  if (holds(newest, document)) {
    return { state: 'rolling out', isInOrder: true, reason, differences: [] };
  }
  if (isFromOutside(evidence, seen)) return drifted(evidence, seen, `${reason}, started outside`);
  return {
    state: 'rolling out',
    isInOrder: false,
    reason: `${reason}, and git is newer`,
    direction: 'served → git',
    differences: between(evidence.profile, [newest.stored, document.value], 'served → git'),
  };
}

function stands(evidence: Evidence, document: Wanted, seen: SeenDocument): Judgement {
  const { profile } = evidence;
  const { newest } = seen;
  const reason = `deployment ${newest.number} of version ${newest.version}`;
  const isServed = isServedAs(profile, document, seen);
  if (isServed && holds(newest, document)) {
    const outside = isKnownOtherwise(evidence, seen) ? ', which Terraform did not start' : '';
    return { ...AS_WANTED, reason: `${reason}${outside}` };
  }
  if (isFromOutside(evidence, seen) || (newest.fingerprint === document.fingerprint && !isServed))
    return drifted(evidence, seen, `${reason}, changed outside`);
  return {
    state: 'behind',
    isInOrder: false,
    reason: `${reason}, git is newer`,
    direction: 'served → git',
    differences: explained(evidence, seen, 'served → git'),
  };
}

function drifted(evidence: Evidence, seen: SeenDocument, reason: string): Judgement {
  const { known } = evidence;
  const expected =
    known && isKnownOtherwise(evidence, seen) ? ` (Terraform: deployment ${known.deploymentNumber})` : '';
  return {
    state: 'drifted',
    isInOrder: false,
    reason: `${reason}${expected}`,
    direction: 'git → served',
    differences: explained(evidence, seen, 'git → served'),
  };
}

/** The stored version is git's document. A version that is deleted is told by what consumers read alone. */
function holds({ stored, fingerprint: said }: SeenDocument['newest'], document: Wanted): boolean {
  if (stored) return canonicalJson(stored) === canonicalJson(document.value);
  return said === undefined || said === document.fingerprint;
}

function isServedAs(profile: Profile, document: Wanted, { content }: SeenDocument): boolean {
  return content === undefined || differences(content, expectedServed(profile, document.value)).length === 0;
}

/** Terraform's state knows another deployment of this document than the newest one. */
function isKnownOtherwise({ known }: Evidence, { newest }: SeenDocument): boolean {
  return known !== undefined && known.deploymentNumber !== newest.number;
}

/** What this project uploads carries the hash of its content; what a person uploads does not. */
function isFromOutside(evidence: Evidence, seen: SeenDocument): boolean {
  const { stored, fingerprint: said } = seen.newest;
  const isOurs = stored === undefined || said === fingerprint(canonicalJson(stored));
  return !isOurs || isKnownOtherwise(evidence, seen);
}

function explained(
  { profile, document }: Evidence,
  { newest, content }: SeenDocument,
  direction: NonNullable<Judgement['direction']>,
): string[] {
  if (!document) return [];
  const found = between(profile, [newest.stored, document.value], direction);
  return found.length > 0 || content === undefined
    ? found
    : differences(content, expectedServed(profile, document.value));
}

function between(
  profile: Profile,
  [stored, wanted]: readonly [JsonObject | undefined, JsonObject],
  direction: NonNullable<Judgement['direction']>,
): string[] {
  if (!stored) return [];
  const compared =
    direction === 'served → git'
      ? ({ before: stored, after: wanted, names: ['served', 'git'] } as const)
      : ({ before: wanted, after: stored, names: ['git', 'served'] } as const);
  return explainDifferences(profile, compared);
}
