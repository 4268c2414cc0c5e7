import type { Diagnostic } from '../diagnostic';

/** One workflow command per diagnostic: GitHub shows them as annotations of a pull request. */
export function formatGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(formatOne).join('\n');
}

function formatOne({ severity, message, fix, code, ...span }: Diagnostic): string {
  const properties = [
    ['file', span.file],
    ['line', span.line],
    ['col', span.column],
    ['endLine', span.endLine],
    // GitHub ignores columns of an annotation that spans lines.
    ...(span.endLine === span.line ? [['endColumn', span.endColumn]] : []),
    ['title', code],
  ];
  const written = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  return `::${severity} ${written}::${escapeData(`${message} (fix: ${fix})`)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
