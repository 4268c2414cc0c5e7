import type { DefinitionFile, Definitions } from '../definition-file';
import type { Findings } from '../reading/findings';
import { listed } from '../reading/listed';
import { textOf, valueOf } from '../reading/yaml-tree';
import { CODEOWNERS, readCodeOwners, type CodeOwners } from './code-owners';
import { readGitLabCodeOwners } from './gitlab-code-owners';

/** Where the folder has CODEOWNERS: who owns a flag or a document must be asked when it changes. */
export function checkOwners(
  { flags, operations, tools, codeOwners }: Definitions,
  { findings }: { findings: Findings },
): void {
  if (!codeOwners) return;
  const host = textOf(valueOf(valueOf(tools?.root, 'source'), 'provider'));
  const ownersOf = (host === 'gitlab' ? readGitLabCodeOwners : readCodeOwners)(codeOwners.text);
  for (const file of [...flags, ...operations]) checkOwner(file, ownersOf, findings);
}

function checkOwner({ file, root }: DefinitionFile, ownersOf: CodeOwners, findings: Findings): void {
  const node = valueOf(root, 'owner');
  const owner = textOf(node);
  if (!node || owner === undefined) return;
  const owners = ownersOf(file) ?? [];
  if (owners.length === 0) {
    findings.error(node, 'OWNER_NOT_COVERED', {
      message: `nobody owns ${file} in ${CODEOWNERS}, so nobody of ${owner} is asked when it changes`,
      fix: `add a line to ${CODEOWNERS}: /${file} ${teamOf(owner)}`,
    });
  } else if (!owners.some((each) => isSameOwner(each, owner))) {
    findings.error(node, 'OWNER_MISMATCH', {
      message: `owner is ${owner}, but ${CODEOWNERS} has ${listed(owners)} for ${file}`,
      fix: `name the same team in both: here, or there in a line below the others, /${file} ${teamOf(owner)}`,
    });
  }
}

/** `team-payments` is `@<any organization or groups>/team-payments`; written with those, it is that team only. */
function isSameOwner(codeOwner: string, owner: string): boolean {
  const [one, other] = [codeOwner.toLowerCase(), owner.toLowerCase()];
  return other.startsWith('@')
    ? one === other
    : one.startsWith('@') && one.replace(/^@([^/]+\/)*/, '') === other;
}

function teamOf(owner: string): string {
  return owner.startsWith('@') ? owner : `@<organization>/${owner}`;
}
