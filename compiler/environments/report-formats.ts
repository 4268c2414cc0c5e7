/** What a person may call a report, and what CodeBuild calls it (CodeBuild user guide, "Test reports"). */
const FORMATS: Readonly<Record<string, string>> = {
  junit: 'JUNITXML',
  nunit: 'NUNITXML',
  nunit3: 'NUNIT3XML',
  cucumber: 'CUCUMBERJSON',
  trx: 'VISUALSTUDIOTRX',
  testng: 'TESTNGXML',
  cobertura: 'COBERTURAXML',
  clover: 'CLOVERXML',
  jacoco: 'JACOCOXML',
  simplecov: 'SIMPLECOV',
};

export const REPORT_FORMATS: readonly string[] = [...Object.keys(FORMATS), ...Object.values(FORMATS)];

/** CodeBuild's word for a format, written either way; `undefined` if there is none. */
export function reportFormat(format: string): string | undefined {
  const known = new Map(Object.entries(FORMATS));
  const upper = format.toUpperCase();
  return known.get(format.toLowerCase()) ?? Object.values(FORMATS).find((name) => name === upper);
}
