import type { YamlNode } from './yaml-tree';

/**
 * Where a character of a text stands in the file, counted from the file's start.
 *
 * Undefined where YAML changed the text on the way (escapes other than `\"` and `\\`, folded lines).
 */
export function offsetInText(node: YamlNode, offset: number): number | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const written = node.source.text.slice(node.start, node.end);
  const [quote] = written;
  if (quote === "'" || quote === '"') return quotedOffset(node, { written, quote, offset });
  if (quote === '|') return blockOffset(node, { written, text: node.value, offset });
  return written.startsWith(node.value.trimEnd()) ? node.start + offset : undefined;
}

function quotedOffset(
  node: YamlNode,
  { written, quote, offset }: { written: string; quote: string; offset: number },
): number | undefined {
  let at = 1;
  for (let read = 0; read < offset; read += 1) {
    if (/\s/.test(written.charAt(at)) && written.charAt(at) !== ' ') return undefined;
    if (quote === "'" && written.startsWith("''", at)) at += 2;
    else if (quote === '"' && written.charAt(at) === '\\') {
      if (!/["\\]/.test(written.charAt(at + 1))) return undefined;
      at += 2;
    } else at += 1;
  }
  return at < written.length ? node.start + at : undefined;
}

/** A literal block: each line of the text stands behind its indentation. */
function blockOffset(
  node: YamlNode,
  { written, text, offset }: { written: string; text: string; offset: number },
): number | undefined {
  const before = text.slice(0, offset).split('\n');
  const lines = written.split('\n');
  const line = lines[before.length];
  const wanted = text.split('\n')[before.length - 1];
  if (line === undefined || wanted === undefined) return undefined;
  const indent = line.indexOf(wanted);
  if (indent === -1) return undefined;
  const lineStart = lines.slice(0, before.length).reduce((sum, each) => sum + each.length + 1, 0);
  return node.start + lineStart + indent + (before.at(-1)?.length ?? 0);
}
