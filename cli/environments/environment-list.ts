import { isLocal } from '../../compiler/names';
import { targetsOfEnvironment } from '../../compiler/targets';
import { externalId, removeRoleName, roleArn } from '../../delivery/role-names';
import { expiryInstant, hoursLeft, isExpired } from '../../release/temporary/temporary-expiry';
import type { Run } from '../command';
import { type TemporaryEnvironment, temporariesIn } from './environment';
import { EXIT } from '../exit-codes';
import { loadDefinitions } from '../load-definitions';
import { readFormat } from '../read-format';
import { clip } from '../releases/release-screen';

/** `dynconf environment list`: whose temporary environments there are, and when they go. */
export const run: Run = async (io, { root, options }) => {
  const format = readFormat(options['format'], ['text', 'json', 'aws-config']);
  const now = new Date();
  const all = [...temporariesIn(loadDefinitions(io, root))].sort(byExpiry);
  if (format === 'json') {
    io.out(`${JSON.stringify({ environments: all.map((each) => asJson(each, now)) }, null, 2)}\n`);
  } else if (format === 'aws-config') io.out(all.map(awsProfile).join(''));
  else if (all.length > 0) io.out(table(all, { now, width: io.width }));
  else io.err('there are no temporary environments\n');
  return EXIT.done;
};

/** A profile of ~/.aws/config, to come as the role that removes this environment; in CodeBuild, which has its own credentials. */
function awsProfile(environment: TemporaryEnvironment): string {
  if (isLocal(environment)) return '';
  const role = removeRoleName(environment.name);
  return [
    `[profile ${role}]`,
    'credential_source = EcsContainer',
    `role_arn = ${roleArn(environment.account, role)}`,
    `external_id = ${externalId(role)}`,
    '',
    '',
  ].join('\n');
}

function byExpiry(left: TemporaryEnvironment, right: TemporaryEnvironment): number {
  const [a, b] = [expiryInstant(left.temporary.expires), expiryInstant(right.temporary.expires)];
  return a.getTime() - b.getTime() || (left.name < right.name ? -1 : 1);
}

function asJson(environment: TemporaryEnvironment, now: Date): object {
  const { name, account, temporary } = environment;
  return {
    name,
    from: temporary.from ?? null,
    owner: temporary.owner,
    account,
    regions: targetsOfEnvironment(environment).map(({ region }) => region),
    expires: temporary.expires,
    isExpired: isExpired(temporary.expires, now),
  };
}

function table(
  all: readonly TemporaryEnvironment[],
  { now, width }: { readonly now: Date; readonly width: number },
): string {
  const rows = all.map(({ name, temporary }) => [
    name,
    temporary.from === undefined ? '' : `from ${temporary.from}`,
    temporary.owner,
    temporary.expires,
    inWords(hoursLeft(temporary.expires, now)),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => `${clip(line.trimEnd(), width)}\n`).join('');
}

function inWords(hours: number): string {
  if (hours <= 0) return 'expired';
  if (hours < 1) return 'less than an hour left';
  return hours < 48 ? `${Math.floor(hours)} h left` : `${Math.floor(hours / 24)} days left`;
}
