import { readAccess } from '../read-access';
import { ReleaseError } from '../release-error';
import type { GateOptions } from './gate';
import { lookAtWave, type WavePlaces } from './look-at-wave';
import { rememberedAlarms, bakeTimeOf } from './remembered-alarms';

/** What went off while the wave baked what it serves, one sentence each; empty where the bake is well, or not begun. */
export async function failedBake(places: WavePlaces, options: GateOptions): Promise<readonly string[]> {
  const { environment, wave } = places;
  const look = await lookAtWave(places, (place) => readAccess(environment, place, options.env));
  if (look.completedAt === undefined || look.rolledBack.length + look.rollingOut.length > 0) return [];
  const span = bakeTimeOf(wave, look.completedAt);
  const findings = await rememberedAlarms({ environment, regions: wave.regions }, span, options);
  const [unknown] = findings.filter(({ state }) => state !== 'ALARM');
  if (unknown) throw new ReleaseError('prerequisite', `${unknown.message}\n  fix: ${unknown.fix}`);
  return findings.map(({ message }) => message);
}
