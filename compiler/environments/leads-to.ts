/** Whether a chain of names, each of which names the next, comes to one of them; a circle ends. */
export function leadsTo(
  start: string,
  next: (name: string) => string | undefined,
  isIt: (name: string) => boolean,
): boolean {
  const path = new Set<string>();
  for (let name: string | undefined = start; name !== undefined && !path.has(name); name = next(name)) {
    if (isIt(name)) return true;
    path.add(name);
  }
  return false;
}
