let listed: ReadonlyMap<string, string> | undefined;

/**
 * A time zone as IANA writes it; nothing where there is none of this name.
 *
 * Clocks take `europe/dublin` and `GB` for what they mean, CodePipeline documents `Region/City` and `UTC` (CodePipeline
 * user guide, "DeploymentWindow"). An offset such as +01:00 knows no summer time, and is none.
 */
export function timeZoneNamed(zone: string): string | undefined {
  if (!/^[A-Za-z]/.test(zone)) return undefined;
  // The list takes 5 ms, the first format of a process 30; only the format knows older names such as GB.
  listed ??= new Map(Intl.supportedValuesOf('timeZone').map((name) => [name.toLowerCase(), name]));
  const name = zone.toUpperCase() === 'UTC' ? 'UTC' : listed.get(zone.toLowerCase());
  if (name !== undefined) return name;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    // Asia/Kolkata is no worse than the older name that it may be resolved to.
    return /^[A-Z][\w+-]*(\/[A-Z][\w+-]*)+$/.test(zone) ? zone : timeZone;
  } catch {
    return undefined;
  }
}
