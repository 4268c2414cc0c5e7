import type { CheckContext } from '../check-definitions';
import { startOfDefinition } from '../definition-file';
import { isCalendarDate } from '../reading/calendar-date';
import { entryOf, itemsOf, textOf, valueOf, type YamlMap } from '../reading/yaml-tree';
import { ENVIRONMENT_SCHEMA } from '../schemas/environment-schema';
import { ORGANIZATION_PATH_PATTERN, ORGANIZATION_PATTERN } from '../schemas/words';
import { checkStructure } from '../structure/check-structure';
import { isMisspelt } from '../structure/misspelt';
import { checkBackend } from './check-backend';
import { isOnThisMachine, type ResolvedEnvironment } from './resolve-environments';

// eslint-disable-next-line security/detect-non-literal-regexp -- a pattern of our schema
const ORGANIZATION = new RegExp(ORGANIZATION_PATTERN);
// eslint-disable-next-line security/detect-non-literal-regexp -- a pattern of our schema
const ORGANIZATION_PATH = new RegExp(ORGANIZATION_PATH_PATTERN);

/** Checks an environment with everything it inherits: what must be there, and what must fit together. */
export function checkMerged(environment: ResolvedEnvironment, context: CheckContext): void {
  const { root, isComplete } = environment;
  if (!root) return;
  if (isComplete) {
    checkStructure(root, 'environment', { findings: context.findings, missing: 'only outside lists' });
    checkPresence(environment, root, context);
  }
  checkBackend(root, context.findings);
  checkReaders(root, context);
  checkTemporary(environment, root, context);
}

function checkPresence(environment: ResolvedEnvironment, root: YamlMap, { findings }: CheckContext): void {
  const { name, file } = environment;
  const start = startOfDefinition(file);
  const isAbsent = (key: string) => !entryOf(root, key) && !isMisspelt(key, root, ENVIRONMENT_SCHEMA);
  if (isAbsent('regions') && isAbsent('waves')) {
    findings.error(start, 'MISSING_KEY', {
      message: `${name} has no region`,
      fix: 'add regions: [us-east-1], or waves',
    });
  }
  if (!isOnThisMachine(environment) && isAbsent('account')) {
    findings.error(start, 'MISSING_KEY', {
      message: `${name} has no account`,
      fix: 'add account: "111122223333"',
    });
  }
}

/** `organization` and `paths`, or `roles`. */
function checkReaders(root: YamlMap, { findings }: CheckContext): void {
  const readers = entryOf(root, 'readers');
  if (!readers || readers.value.kind !== 'map') return;
  const [organization, paths, roles] = ['organization', 'paths', 'roles'].map((key) =>
    entryOf(readers.value, key),
  );
  const other = organization ?? paths;
  if (roles && other) {
    const second = roles.key.start > other.key.start ? roles : other;
    findings.error(second.key, 'READERS_AMBIGUOUS', {
      message: 'readers names roles and an organization',
      fix: 'keep organization and paths, or roles',
    });
  } else if (!roles && !(organization && paths)) {
    const missing = organization ? 'paths' : paths ? 'organization' : 'roles';
    findings.error(readers.key, 'MISSING_KEY', {
      message: `${missing} is missing in readers`,
      fix: 'write organization and paths, or roles',
    });
  }
  const prefix = textOf(organization?.value);
  for (const path of itemsOf(paths?.value)) {
    const text = textOf(path);
    if (prefix === undefined || text === undefined || text.startsWith(`${prefix}/`)) continue;
    // What is not written as it must be, the structure check has named.
    if (!ORGANIZATION.test(prefix) || !ORGANIZATION_PATH.test(text)) continue;
    findings.error(path, 'PATH_OUTSIDE_ORGANIZATION', {
      message: `${text} is not in the organization ${prefix}`,
      fix: `start it with ${prefix}/`,
    });
  }
}

/** Temporary environments, and only they, say whose they are and when they go. */
function checkTemporary({ kind, file }: ResolvedEnvironment, root: YamlMap, context: CheckContext): void {
  const { findings, today } = context;
  const temporary = entryOf(root, 'temporary');
  if (kind !== 'temporary') {
    if (!temporary) return;
    findings.error(temporary.key, 'MISPLACED_KEY', {
      message: 'temporary is for environments/temporary/<name>.yaml',
      fix: 'move the file there, or remove it',
    });
    return;
  }
  if (!temporary) {
    findings.error(startOfDefinition(file), 'MISSING_KEY', {
      message: 'temporary is missing',
      fix: 'add temporary: { owner: team-a, expires: YYYY-MM-DD }',
    });
    return;
  }
  const expires = valueOf(temporary.value, 'expires');
  const date = textOf(expires)?.slice(0, 10);
  if (!expires || date === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return;
  if (!isCalendarDate(date)) {
    findings.error(expires, 'DATE_INVALID', {
      message: `${date} is not in the calendar`,
      fix: 'write a day that exists, as YYYY-MM-DD',
    });
  } else if (date < today) {
    findings.warning(expires, 'EXPIRED', {
      message: `the environment expired on ${date}`,
      fix: 'remove it, or move expires',
    });
  }
}
