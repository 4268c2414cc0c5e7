import { header, type Call } from '../http/call';
import { badRequest, validationError } from '../http/errors';
import { Fields } from './fields';
import type { Place } from '../place';
import { json, type Reply } from '../http/reply';

const MINUTE_MS = 60_000;
const NEW_FOR_MINUTES = 60;
const CHECKS = ['ACCOUNT_DEFAULT', 'APPLY', 'BYPASS'];

export function getAccountSettings(place: Place): Reply {
  return json(200, wireSettings(place));
}

export function updateAccountSettings(place: Place, call: Call): Reply {
  const sent = Fields.of(call).object('DeletionProtection');
  if (sent !== undefined) {
    const fields = new Fields(sent);
    const enabled = fields.boolean('Enabled');
    const periodMinutes = fields.number('ProtectionPeriodInMinutes', { min: 15, max: 1440, integer: true });
    fields.check();
    const before = place.region.deletionProtection;
    place.region.deletionProtection = {
      enabled: enabled ?? before.enabled,
      periodMinutes: periodMinutes ?? before.periodMinutes,
    };
  }
  return json(200, wireSettings(place));
}

/**
 * Refuses to delete what clients polled lately. Resources younger than an hour are only protected when the request
 * says `APPLY`. ("Bypassing or forcing a deletion protection check" in the AppConfig user guide.)
 */
export function assertNotProtected(
  place: Place,
  call: Call,
  resource: { what: string; name: string; createdAt: number; lastPolledAt?: number | undefined },
): void {
  const check = header(call, 'x-amzn-deletion-protection-check') ?? 'ACCOUNT_DEFAULT';
  if (!CHECKS.includes(check))
    throw validationError([
      `Value '${check}' at 'deletionProtectionCheck' failed to satisfy constraint: ` +
        `Member must satisfy enum value set: [${CHECKS.join(', ')}]`,
    ]);
  const { enabled, periodMinutes } = place.region.deletionProtection;
  const isNew = place.now - resource.createdAt < NEW_FOR_MINUTES * MINUTE_MS;
  const applies = check === 'APPLY' || (check === 'ACCOUNT_DEFAULT' && enabled && !isNew);
  if (!applies || resource.lastPolledAt === undefined) return;
  if (place.now - resource.lastPolledAt <= periodMinutes * MINUTE_MS)
    throw badRequest(
      `${resource.what} ${resource.name} is actively being used in your application and cannot be deleted.`,
    );
}

function wireSettings({ region }: Place): object {
  const { enabled, periodMinutes } = region.deletionProtection;
  return {
    DeletionProtection: { Enabled: enabled, ProtectionPeriodInMinutes: periodMinutes },
    VendedMetrics: {},
  };
}
