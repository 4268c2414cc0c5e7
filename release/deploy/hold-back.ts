import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { foundationOf } from '../../compiler/names';
import { profileIdsOf } from '../appconfig/delete-versions';
import { storedVersions } from '../appconfig/prune-versions';
import { type Run, tell, warn } from './release-run';
import { APPLICATION, HOSTED_VERSION, PROFILE } from '../terraform/resource-types';
import { openStack, type StackFolder, wantedAddresses } from '../terraform/stack-folder';
import type { Plan } from '../terraform/terraform';
import { readState, type StateResource } from '../terraform/terraform-state';

/** A profile that the foundation would delete, and the release stacks that still have versions of it. */
interface StillReleased {
  readonly profile: StateResource;
  readonly stacks: readonly string[];
}

/**
 * What a foundation may apply now of its plan: all of it but the end of components that are still released.
 *
 * AppConfig deletes no profile that has versions, and these belong to release stacks, which come after the foundation.
 * So a component that the definitions no longer have stays whole, with application, environment and alarms, until its
 * documents are gone; the foundation's next release removes it. Nothing is written down: that one finds the same plan.
 *
 * Terraform 1.11 can be told what to plan (-target) and not what to leave out, so the second plan names everything
 * else. Terraform warns that such a plan may be incomplete; here it says exactly what it is for.
 */
export async function holdBack(run: Run, plan: Plan): Promise<Plan> {
  if (!plan.changes.some(isLeavingProfile)) return plan;
  const resources = await run.resources();
  const released = await stillReleased(run, plan, resources);
  if (released.length === 0) return plan;
  const held = heldAddresses(
    plan,
    resources,
    released.map(({ profile }) => profile),
  );
  tellHeld(run, released, held.size);
  const leaving = plan.changes.filter(({ action, address }) => action === 'delete' && !held.has(address));
  const only = [...wantedAddresses(run.stack), ...leaving.map(({ address }) => address)];
  const rest = await run.terraform.plan(join(run.secretFolder, 'held-back.tfplan'), [], only);
  requireUntouched(rest, held);
  return rest;
}

function isLeavingProfile({ type, action }: Plan['changes'][number]): boolean {
  return type === PROFILE && action === 'delete';
}

async function stillReleased(
  { stack, options, clients }: Run,
  plan: Plan,
  resources: readonly StateResource[],
): Promise<StillReleased[]> {
  const leaving = new Set(plan.changes.filter(isLeavingProfile).map(({ address }) => address));
  const stored: StateResource[] = [];
  for (const resource of resources.filter(({ address }) => leaving.has(address))) {
    const versions = await storedVersions(clients.control, profileIdsOf(resource));
    if (versions.length > 0) stored.push(resource);
  }
  if (stored.length === 0) return [];
  const holders = new Map<string, string[]>();
  for (const name of releaseStacksOf(stack)) {
    const { resources: own } = await readState(openStack(dirname(dirname(stack.folder)), name), options);
    const versions = own.filter(({ type }) => type === HOSTED_VERSION);
    for (const id of new Set(versions.map((version) => profileIdsOf(version).profileId)))
      holders.set(id, [...(holders.get(id) ?? []), name]);
  }
  return stored.flatMap((profile) => {
    const stacks = holders.get(profileIdsOf(profile).profileId);
    return stacks === undefined ? [] : [{ profile, stacks }];
  });
}

/**
 * What must stay with these profiles, of all that the plan deletes: the rest of their applications, for a component
 * goes as a whole, and everything that this needs: a rollback looks at the alarms until the last document is gone.
 */
export function heldAddresses(
  { changes }: Pick<Plan, 'changes'>,
  resources: readonly StateResource[],
  profiles: readonly StateResource[],
): Set<string> {
  const deleted = new Set(changes.flatMap(({ action, address }) => (action === 'delete' ? [address] : [])));
  const leaving = resources.filter(({ address }) => deleted.has(address));
  const applications = new Set(
    profiles.flatMap(({ dependencies = [] }) =>
      dependencies.filter((one) => one.startsWith(`${APPLICATION}.`)),
    ),
  );
  const ofThem = leaving.filter(
    ({ address, dependencies = [] }) =>
      applications.has(address) || dependencies.some((one) => applications.has(one)),
  );
  const needed = ofThem.flatMap(({ dependencies = [] }) => dependencies.filter((one) => deleted.has(one)));
  return new Set([...[...ofThem, ...profiles].map(({ address }) => address), ...needed]);
}

function tellHeld(run: Run, released: readonly StillReleased[], count: number): void {
  const { stack } = run;
  const stacks = [...new Set(released.flatMap((one) => one.stacks))];
  const profiles = released.map(({ profile }) => profile.address);
  warn(
    run,
    `held back: ${count} resources that the definitions no longer have stay, because ${stacks.join(' and ')} still ${stacks.length === 1 ? 'holds' : 'hold'} versions of ${profiles.join(', ')}. ` +
      `The next release of ${stacks.length === 1 ? 'that stack' : 'these stacks'} lets go of them, and the one of ${stack.name} after that removes the rest`,
  );
  tell(run, 'plan', `terraform plan of ${stack.name}, without what is held back`);
}

/** A target brings along what it needs: should that ever be something held back, nothing may be applied. */
function requireUntouched({ changes }: Plan, held: ReadonlySet<string>): void {
  const touched = changes.filter(({ address }) => held.has(address));
  if (touched.length === 0) return;
  throw new Error(`Terraform plans what is held back: ${touched.map(({ address }) => address).join(', ')}`);
}

/** Synthesized beside it. */
function releaseStacksOf({ name, folder }: StackFolder): string[] {
  const stacks = dirname(folder);
  if (basename(stacks) !== 'stacks' || !existsSync(stacks)) return [];
  return readdirSync(stacks).filter((one) => /-(flags|operations)$/.test(one) && foundationOf(one) === name);
}
