const NARROWEST = 40;

/** Breaks at spaces; what has none and is too long is cut. Continued lines are indented. */
export function wrap(
  text: string,
  { width, indent }: { readonly width: number; readonly indent: number },
): string[] {
  const columns = Math.max(width, NARROWEST);
  const lines: string[] = [];
  let rest = text;
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns);
    const end = space > indent ? space : columns;
    lines.push(rest.slice(0, end).trimEnd());
    rest = `${' '.repeat(indent)}${rest.slice(end).trimStart()}`;
  }
  return [...lines, rest.trimEnd()];
}
