import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFile, withExpiry } from '../../release/temporary/temporary-definition';
import { extendedExpiry } from '../../release/temporary/temporary-expiry';
import type { Run } from '../command';
import { namedTemporary, readHours, writeChecked } from './environment';
import { EXIT } from '../exit-codes';
import { loadDefinitions } from '../load-definitions';

/** `dynconf environment extend feat-x --hours 24`: adds hours to what is left. */
export const run: Run = async (io, input) => {
  const { root, options } = input;
  const hours = readHours('--hours', options['hours']);
  const { name, temporary } = namedTemporary(loadDefinitions(io, root), input);
  const expires = extendedExpiry(temporary.expires, { hours, now: new Date() });
  const file = temporaryFile(name);
  writeChecked(root, file, withExpiry(readFileSync(join(root, file), 'utf8'), expires));
  io.out(`${expires}\n`);
  io.err(`${name} expires at ${expires}; commit ${file}, and deploy ${name} for its tags to say so, too\n`);
  return EXIT.done;
};
