import type { DefinitionFile, Definitions } from '../definition-file';
import type { Findings } from '../reading/findings';
import { Source, type Place } from '../reading/source';
import type { YamlNode } from '../reading/yaml-tree';
import { findSecrets, type FoundSecret } from './find-secrets';
import { EXCUSE } from './secret-rules';

/** Between files: no secret goes on behind it. */
const GAP = '\n\n';

export interface SecretSearch {
  readonly definitions: Definitions;
  readonly findings: Findings;
  /** The text of every file that was read; secrets in it are blotted out, because lines of it are shown. */
  readonly sources: Map<string, string>;
}

/** Refuses what looks like a secret, wherever it is written, and keeps it out of everything that is printed. */
export function checkSecrets({ definitions, findings, sources }: SecretSearch): void {
  const roots = new Map(filesOf(definitions).map(({ file, root }) => [file, root]));
  for (const [file, secrets] of secretsByFile(sources)) {
    const text = sources.get(file) ?? '';
    const source = new Source(file, text);
    const places = secrets.map(({ start, end, kind }) => {
      const at = valueAround(roots.get(file), start) ?? { source, start, end };
      const fix = `revoke it and keep it elsewhere, such as in AWS Secrets Manager; if it is none: ${EXCUSE.replace('<rule>', kind)}`;
      findings.error(at, 'SECRET_FOUND', { message: `this looks like a secret (${kind})`, fix });
      findings.hide(at, text.slice(at.start, at.end).replace(/^(["'])(.*)\1$/s, '$2'));
      return { start: Math.min(start, at.start), end: Math.max(endOfLine(text, end), at.end) };
    });
    sources.set(file, places.reduce(blotOut, text));
  }
}

function filesOf(definitions: Definitions): readonly DefinitionFile[] {
  const { flags, segments, operations, environments, tools } = definitions;
  return [...flags, ...segments, ...operations, ...environments, ...(tools ? [tools] : [])];
}

/** All files are searched as one text: that costs a fifth of searching one after the other. */
function secretsByFile(sources: ReadonlyMap<string, string>): Map<string, FoundSecret[]> {
  const byFile = new Map<string, FoundSecret[]>();
  const secrets = findSecrets([...sources.values()].join(GAP));
  let start = 0;
  for (const [file, { length }] of sources) {
    const own = secrets.filter((secret) => start <= secret.start && secret.start < start + length);
    if (own.length > 0) byFile.set(file, own.map(shiftedBy(start, length)));
    start += length + GAP.length;
  }
  return byFile;
}

function shiftedBy(offset: number, length: number): (secret: FoundSecret) => FoundSecret {
  return ({ start, end, kind }) => ({ start: start - offset, end: Math.min(end - offset, length), kind });
}

/** Some rules say where the key starts and how long the secret is: what is behind it goes, too. */
function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

function blotOut(text: string, { start, end }: { start: number; end: number }): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, '*') + text.slice(end);
}

/** The scalar that an offset is in, or that belongs to the key there; a comment is in none. */
function valueAround(node: YamlNode | undefined, offset: number): Place | undefined {
  if (!node || node.kind === 'scalar') return node;
  const parts =
    node.kind === 'list'
      ? node.items.map((value) => ({ from: value.start, value }))
      : [...node.entries.values()].map(({ key, value }) => ({ from: key.start, value }));
  const around = parts.find(({ from, value }) => from <= offset && offset < value.end);
  return around && valueAround(around.value, offset);
}
