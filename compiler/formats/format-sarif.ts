import type { Diagnostic } from '../diagnostic';
import { DIAGNOSTIC_CODES } from '../diagnostic-codes';

/** Diagnostics as SARIF 2.1.0, what code scanners exchange. Columns count UTF-16 code units, the format's default. */
export function formatSarif(diagnostics: readonly Diagnostic[]): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'dynconf', rules: codes.map(describeRule) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { description: { text: 'The definitions folder' } } },
        results: diagnostics.map((diagnostic) => formatOne(diagnostic, codes)),
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

function describeRule(id: string): object {
  const meanings: ReadonlyMap<string, string> = new Map(Object.entries(DIAGNOSTIC_CODES));
  const meaning = meanings.get(id);
  return { id, ...(meaning !== undefined && { shortDescription: { text: meaning } }) };
}

function formatOne(diagnostic: Diagnostic, codes: readonly string[]): object {
  const { code, severity, message, fix, file, line, column, endLine, endColumn } = diagnostic;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: `${message} (fix: ${fix})` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
  };
}
