import { createHash } from 'node:crypto';
import { servedFlags } from '../../compiler/served-flags';
import type { JsonObject } from '../../compiler/project';
import { isGrowing, isTakenBack } from '../../delivery/deployment-states';
import { FEATURE_FLAGS } from '../control-plane/configuration-profiles';
import type { World } from '../place';
import { rolloutAt } from '../rollout';
import type { Deployment, Environment } from '../state';

/**
 * The deployment that one caller is served: the growing one if the caller is in its share, else the last complete one.
 *
 * A caller's place in the share depends on nothing but caller and deployment, so that whoever got the new document
 * keeps it while the share grows. How AWS picks callers is not public.
 */
export function servedDeployment(
  { environment, profileId }: { readonly environment: Environment; readonly profileId: string },
  caller: string,
  now: number,
): Deployment | undefined {
  return environment.deployments.findLast((deployment) => {
    if (deployment.profileId !== profileId) return false;
    const { state, percentage } = rolloutAt(deployment.rollout, now);
    if (state === 'COMPLETE') return true;
    if (!isGrowing(state)) return false;
    return placeInShare(`${caller}/${environment.id}/${deployment.number}`) < percentage;
  });
}

/** True when the profile has a deployment that callers get, or that some will soon get. */
export function isDeployed(environment: Environment, profileId: string, now: number): boolean {
  return environment.deployments.some((deployment) => {
    const { state } = rolloutAt(deployment.rollout, now);
    return deployment.profileId === profileId && !isTakenBack(state);
  });
}

/** Stored document → what clients get of it; a large one is not worth making again for every poll. */
const servedByStored = new WeakMap<Buffer, Buffer>();

/** What a client gets: flags as clients read them, everything else to the byte. */
export function servedContent({ contents }: World, { profileType, content }: Deployment): Buffer {
  const stored = contents.get(content);
  if (profileType !== FEATURE_FLAGS) return stored;
  const known = servedByStored.get(stored);
  if (known) return known;
  const served = Buffer.from(JSON.stringify(servedFlags(JSON.parse(stored.toString('utf8')) as JsonObject)));
  servedByStored.set(stored, served);
  return served;
}

/** 0 up to, but not including, 100; the same for the same key, and spread evenly over keys. */
function placeInShare(key: string): number {
  return (createHash('sha256').update(key).digest().readUInt32BE(0) / 2 ** 32) * 100;
}
