import { startOfDefinition } from '../definition-file';
import { TOOLS } from '../names';
import type { Findings } from '../reading/findings';
import type { Place } from '../reading/source';
import { entryOf, textOf } from '../reading/yaml-tree';
import { LOCAL_ACCOUNT } from './build-environment';
import { writtenRegions } from './written-regions';
import { isOnThisMachine, type ResolvedEnvironment } from './resolve-environments';

export interface Occupants {
  readonly environments: readonly ResolvedEnvironment[];
  readonly componentNames: ReadonlySet<string>;
}

/** Where an environment lives: `<account> <region>`, each once. */
export function homesOf(environment: ResolvedEnvironment): readonly string[] {
  const { root } = environment;
  const own = textOf(entryOf(root, 'account')?.value);
  const account = own ?? (isOnThisMachine(environment) ? LOCAL_ACCOUNT : undefined);
  if (account === undefined) return [];
  return [...new Set(writtenRegions(root).map(({ region }) => `${account} ${region}`))];
}

/** Checks that no two environments want the same application in the same account and region, or the same name. */
export function checkAccounts({ environments, componentNames }: Occupants, findings: Findings): void {
  const lasting = environments.filter(({ kind }) => kind === 'environment');
  const temporary = environments.filter(({ kind }) => kind === 'temporary');
  // A file that must be renamed defines nothing yet.
  checkSharedHomes(
    lasting.filter(({ file }) => file.isNamedWell),
    findings,
  );
  const names = new Set(lasting.map(({ name }) => name));
  for (const environment of temporary) checkName(environment, names, findings);
  checkApplications({ environments: temporary, componentNames }, findings);
}

function checkSharedHomes(environments: readonly ResolvedEnvironment[], findings: Findings): void {
  const owners = new Map<string, string>();
  for (const environment of environments) {
    const taken = new Map<string, string[]>();
    for (const home of homesOf(environment)) {
      const owner = owners.get(home);
      if (owner === undefined) owners.set(home, environment.name);
      else taken.set(owner, [...(taken.get(owner) ?? []), home.split(' ')[1] ?? '']);
    }
    for (const [owner, regions] of taken) {
      findings.error(accountPlace(environment), 'ACCOUNT_SHARED', {
        message: `${environment.name} and ${owner} share this account in ${regions.join(', ')}`,
        fix: 'give each environment an account of its own, or other regions',
      });
    }
  }
}

/** The account, where the file of this environment (or what it extends) says it. */
function accountPlace({ root, file }: ResolvedEnvironment): Place {
  return entryOf(root, 'account')?.value ?? startOfDefinition(file);
}

function checkName(environment: ResolvedEnvironment, names: ReadonlySet<string>, findings: Findings): void {
  const { name, file } = environment;
  if (!names.has(name) && name !== TOOLS) return;
  findings.error(startOfDefinition(file), 'DUPLICATE_ENVIRONMENT', {
    message: `there is an environment ${name} already, environments/${name}.yaml`,
    fix: 'rename the temporary one',
  });
}

/** `<component>-<environment>` must be nobody else's application, wherever both live. */
function checkApplications({ environments, componentNames }: Occupants, findings: Findings): void {
  const owners = new Map<string, string>([...componentNames].map((name) => [name, `the component ${name}`]));
  for (const { name, file } of environments) {
    for (const component of componentNames) {
      const application = `${component}-${name}`;
      const owner = owners.get(application);
      if (owner === undefined) {
        owners.set(application, `${component} in ${name}`);
        continue;
      }
      findings.error(startOfDefinition(file), 'DUPLICATE_APPLICATION', {
        message: `the application of ${component} in ${name} would be ${application}, which is ${owner}`,
        fix: 'rename the temporary environment',
      });
    }
  }
}
