const STACK = /^([a-z][\w-]*)-foundation\s+(?=\S)/;
const CREATED = /(aws_\w+)\.\S+ \((.+)\): Creation complete/;

/**
 * What of `cdktf deploy`'s output says how far it is, line by line; nothing of all else.
 *
 * cdktf names a stack where it begins to speak of it, and not again before another one does.
 */
export function cdktfProgress(): (line: string) => string | undefined {
  let stack = '';
  return (line) => {
    stack = STACK.exec(line)?.[1] ?? stack;
    const [, type, name] = CREATED.exec(line) ?? [];
    if (type !== undefined) return `${stack}  created ${type} ${name?.replace(/\/Resource$/, '') ?? ''}`;
    if (line.includes('Apply complete!'))
      return `${stack}  ${line.slice(line.indexOf('Apply complete!')).trim()}`;
    return line.includes('Error') ? line.trim().replace(/\s+/g, ' ') : undefined;
  };
}
