import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment, Project } from '../../compiler/project';
import { draftTemporary, temporaryFile } from '../../release/temporary/temporary-definition';
import { expiryAfter } from '../../release/temporary/temporary-expiry';
import type { Run } from '../command';
import { readHours, requiredOption, writeChecked } from './environment';
import { CommandError, EXIT } from '../exit-codes';
import { loadDefinitions } from '../load-definitions';
import { namedRegions } from '../named-environment';
import { unknownName } from '../required-target';

/** One shorter than other names: `<component>-<environment>` is an application. */
const NAME = /^[a-z][a-z0-9-]{0,30}$/;

/** `dynconf environment create feat-x --from beta --owner team-a --hours 72`: writes its definition. */
export const run: Run = async (io, input) => {
  const { root, args, options } = input;
  const [name = ''] = args;
  if (!NAME.test(name)) {
    throw new CommandError(
      EXIT.usage,
      `${name} cannot be the name of a temporary environment: a letter a-z, then up to 30 of a-z 0-9 -`,
    );
  }
  const hours = readHours('--hours', options['hours']);
  const owner = requiredOption(input, 'owner', 'team-a');
  const project = loadDefinitions(io, root);
  const base = baseOf(project, requiredOption(input, 'from', 'beta'));
  const file = temporaryFile(name);
  if (existsSync(join(root, file))) {
    throw new CommandError(
      EXIT.usage,
      `${file} is there already: \`npx dynconf environment extend ${name}\` keeps it longer`,
    );
  }
  const expires = expiryAfter(new Date(), hours);
  const regions = options['regions'] === undefined ? undefined : namedRegions(base, options['regions']);
  writeChecked(root, file, draftTemporary({ name, base, owner, expires, ...(regions && { regions }) }));
  io.out(`${file}\n`);
  io.err(whatNext(name, { expires, base: base.name }));
  return EXIT.done;
};

/** What is temporary cannot be inherited from: it would take its heirs along. */
function baseOf(project: Project, name: string): Environment {
  const lasting = project.environments.filter(({ temporary }) => temporary === undefined);
  const base = lasting.find((environment) => environment.name === name);
  if (base) return base;
  if (project.environments.some((environment) => environment.name === name)) {
    throw new CommandError(EXIT.usage, `${name} is temporary itself: --from names a lasting environment`);
  }
  throw unknownName({ kind: 'environment', name, known: lasting.map((environment) => environment.name) });
}

function whatNext(
  name: string,
  { expires, base }: { readonly expires: string; readonly base: string },
): string {
  return [
    `${name} is like ${base}, with applications of its own (<component>-${name}), until ${expires}`,
    `its flags have their defaults; \`overrides: { ${name}: … }\` changes them there`,
    `deploy it:  npx cdktf deploy '${name}-*'`,
    `remove it:  npx dynconf environment remove ${name}`,
    '',
  ].join('\n');
}
