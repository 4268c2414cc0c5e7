/** ARNs and names with a star for each region in them, each once: a policy is as short however many regions there are. */
export function inAnyRegion(texts: readonly string[], regions: readonly string[]): string[] {
  const anywhere = texts.map((text) =>
    regions.reduce((starred, region) => starred.replaceAll(region, '*').replaceAll('**', '*'), text),
  );
  return [...new Set(anywhere)];
}
