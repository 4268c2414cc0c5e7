import { randomInt } from 'node:crypto';
import type { Clock } from './clock';
import type { Contents } from './control-plane/contents';
import type { Sessions } from './data-plane/sessions';
import type { Scope } from './http/credential-scope';
import { badRequest } from './http/errors';
import { emptyRegion, type Region, type State } from './state';
import type { LocalSwitches } from './switches';

/** All that one local AppConfig is made of. */
export interface World {
  readonly state: State;
  readonly contents: Contents;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly switches: LocalSwitches;
}

/** Where one request happens: one account's region at one moment. */
export interface Place {
  readonly world: World;
  readonly region: Region;
  readonly now: number;
}

/** The account and region that a request means; it is there as soon as somebody asks for it. */
export function placeOf(world: World, { account, region }: Scope): Place {
  const { regions } = world.state;
  const key = `${account}/${region}`;
  regions[key] ??= {
    ...emptyRegion(account, region),
    deletionProtection: { enabled: world.switches.deletionProtection, periodMinutes: 60 },
  };
  return { world, region: regions[key], now: world.clock.now() };
}

const ID_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Seven characters, as AppConfig's ids have. */
export function newId(taken: readonly { readonly id: string }[]): string {
  for (;;) {
    const id = Array.from({ length: 7 }, () => ID_CHARACTERS[randomInt(ID_CHARACTERS.length)]).join('');
    if (!taken.some((item) => item.id === id)) return id;
  }
}

/** By id, or else by name: AppConfig takes both in paths. */
export function findByIdOrName<T extends { readonly id: string; readonly name: string }>(
  items: readonly T[],
  idOrName: string,
): T | undefined {
  return items.find((item) => item.id === idOrName) ?? items.find((item) => item.name === idOrName);
}

/** Refuses a name that another has. */
export function assertFree(
  items: readonly { readonly id: string; readonly name: string }[],
  name: string,
  { kind, where }: { readonly kind: string; readonly where: string },
): void {
  const other = items.find((item) => item.name === name);
  if (other) throw badRequest(`${kind} with name ${name} already exists with id ${other.id} in ${where}`);
}

/** `arn:aws:appconfig:<region>:<account>:<resource>`. */
export function arnOf(region: Region, resource: string): string {
  return `arn:aws:appconfig:${region.name}:${region.account}:${resource}`;
}
