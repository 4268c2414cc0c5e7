import { createHash } from 'node:crypto';

const DIGEST_CHARACTERS = 8;

/** A name as long as AWS lets it be: what is cut off is told apart by a digest. */
export function fitName(name: string, maximumCharacters: number): string {
  if (name.length <= maximumCharacters) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, DIGEST_CHARACTERS);
  // eslint-disable-next-line regexp/no-super-linear-move -- at most as long as a name in AWS
  const kept = name.slice(0, maximumCharacters - DIGEST_CHARACTERS - 1).replace(/[^a-z0-9]+$/, '');
  return `${kept}-${digest}`;
}
