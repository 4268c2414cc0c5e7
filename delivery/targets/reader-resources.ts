import { isLocal } from '../../compiler/names';
import type { Profile, Readers, Target } from '../../compiler/project';
import { fitName } from '../fit-name';
import { foundationPath } from '../role-names';

/** What consumers of one application read it with in one target. */
export interface ReaderResources {
  readonly roleName: string;
  readonly path: string;
  readonly description: string;
  readonly readers: Readers;
  readonly policies: readonly { readonly profile: Profile; readonly name: string }[];
}

/** IAM: role names have 64 characters, policy names 128. */
const ROLE_NAME_CHARACTERS = 64;
const POLICY_NAME_CHARACTERS = 128;

/** Names a role and policies; none where nobody is told to read. An application is one of its account and region. */
export function readerResources(
  { environment, region }: Target,
  application: string,
  profiles: readonly Profile[],
): ReaderResources | undefined {
  const { name, readers } = environment;
  if (!readers || isLocal(environment)) return undefined;
  const base = `dynconf-reader-${application}-${region}`;
  return {
    roleName: fitName(base, ROLE_NAME_CHARACTERS),
    path: foundationPath(name),
    description: `Reads ${application} in ${name}, ${region}`,
    readers,
    policies: profiles.map((profile) => ({
      profile,
      name: fitName(`${base}-${profile}`, POLICY_NAME_CHARACTERS),
    })),
  };
}
