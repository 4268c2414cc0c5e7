import type { Profile } from '../../compiler/project';
import type { Statement } from './policy';

type Tags = Readonly<Record<string, string>>;

/** Authors' tags never begin with it: what policies go by is not theirs. */
const PREFIX = 'dynconf:';
const ENVIRONMENT = `${PREFIX}environment`;
const PROFILE = `${PREFIX}profile`;

/** Tags that say whose a resource is: ids of AppConfig say nothing, so policies ask for these. */
export function environmentMark(environment: string): Tags {
  return { [ENVIRONMENT]: environment };
}

export function profileMark(profile: Profile): Tags {
  return { [PROFILE]: profile };
}

/** Holds for what foundation has made for this environment, and for nothing of another team. */
export function isOf(environment: string): NonNullable<Statement['Condition']> {
  return { StringEquals: { [`aws:ResourceTag/${ENVIRONMENT}`]: environment } };
}

/** Holds for a request that gives a resource to this environment. */
export function becomesOf(environment: string): NonNullable<Statement['Condition']> {
  return { StringEquals: { [`aws:RequestTag/${ENVIRONMENT}`]: environment } };
}

/** Holds for a profile of another kind. A version has no tags, and is not meant: its profile is asked, too. */
export function isOfAnother(profile: Profile): NonNullable<Statement['Condition']> {
  const key = `aws:ResourceTag/${PROFILE}`;
  return { StringNotEquals: { [key]: profile }, Null: { [key]: 'false' } };
}
