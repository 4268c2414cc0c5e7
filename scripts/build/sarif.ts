/** Something that a tool has found at a place in the repository. */
export interface Finding {
  readonly rule: string;
  /** An error fails the build, a warning is said, a note is only reported. */
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  /** Relative to the project, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** What of SARIF 2.1.0 our tools write and we read (OASIS, "Static Analysis Results Interchange Format"). */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly SarifRun[];
}

export interface SarifRun {
  readonly tool: { readonly driver: { readonly name: string; readonly rules?: readonly SarifRule[] } };
  readonly results: readonly SarifResult[];
}

export interface SarifRule {
  readonly id: string;
  readonly shortDescription?: { readonly text: string };
}

export interface SarifResult {
  readonly ruleId: string;
  /** `warning` where it is absent, as the standard says. */
  readonly level?: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region?: { readonly startLine?: number; readonly startColumn?: number };
    };
  }[];
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** Findings as SARIF: every rule that was looked for, whether or not it found something. */
export function sarifLog(
  tool: string,
  findings: readonly Finding[],
  rules: readonly string[] = [],
): SarifLog {
  const ids = [...new Set([...rules, ...findings.map(({ rule }) => rule)])].sort();
  const driver = { name: tool, rules: ids.map((id) => ({ id })) };
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [{ tool: { driver }, results: findings.map(sarifResult) }],
  };
}

/** Several tools of one step in one file. */
export function mergeSarif(logs: readonly SarifLog[]): SarifLog {
  return { $schema: SCHEMA, version: '2.1.0', runs: logs.flatMap(({ runs }) => runs) };
}

/** What a log holds, as findings; one without a level is a warning (SARIF 2.1.0, 3.27.10). */
export function findingsIn({ runs }: SarifLog): Finding[] {
  return runs.flatMap(({ results }) => results).map(toFinding);
}

function sarifResult({ rule, level, message, file, line, column }: Finding): SarifResult {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  const region = { startLine: line, startColumn: column };
  return {
    ruleId: rule,
    level,
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region } }],
  };
}

function toFinding({ ruleId, level, message, locations }: SarifResult): Finding {
  const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
  return {
    rule: ruleId,
    level: level === 'error' || level === 'note' ? level : 'warning',
    message: message.text,
    file: decoded(artifactLocation?.uri ?? '.'),
    line: region?.startLine ?? 1,
    column: region?.startColumn ?? 1,
  };
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
