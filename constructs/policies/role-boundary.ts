import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IAspect } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { inAnyRegion } from './any-region';
import { policyDocument, type Statement } from './policy';

export interface RoleBoundaryProps {
  readonly name: string;
  readonly description: string;
  readonly statements: readonly Statement[];
}

/** A policy that says what roles may do at most. A managed policy has 6,144 characters (IAM user guide, "IAM and AWS STS quotas"). */
export class RoleBoundary extends Construct {
  constructor(scope: Construct, id: string, { name, description, statements }: RoleBoundaryProps) {
    super(scope, id);
    new IamPolicy(this, 'Policy', { name, description, policy: policyDocument(statements) });
  }
}

/** Puts every role of a stack within a boundary, whoever made it, but for those that are named. */
export class WithinBoundary implements IAspect {
  constructor(
    private readonly boundaryArn: string,
    private readonly except: readonly string[] = [],
  ) {}

  visit(node: IConstruct): void {
    if (!(node instanceof IamRole) || this.except.includes(node.nameInput ?? '')) return;
    if (node.permissionsBoundaryInput === undefined) node.permissionsBoundary = this.boundaryArn;
  }
}

/**
 * What several roles may do together, in fewer words: a boundary has to be short.
 *
 * It says nothing of regions and tags, which the policies of the roles say: so it stays as it is when an environment grows.
 * What is allowed on the same terms becomes one statement, whatever its service: actions of one mean nothing for
 * resources of another. Denials stay where they are: they hold for one role, and a boundary would deny all of them.
 */
export function togetherOf(statements: readonly Statement[], regions: readonly string[]): Statement[] {
  const groups = new Map<string, Group>();
  for (const { Effect, Action, Resource = [], Condition } of statements) {
    if (Effect === 'Deny') continue;
    const terms = termsOf(Condition);
    const key = JSON.stringify([Object.keys(terms).sort(), Resource === '*']);
    const group = groups.get(key) ?? { actions: new Set(), resources: new Set(), terms: {} };
    for (const action of [Action].flat()) group.actions.add(action);
    for (const resource of inAnyRegion([Resource].flat(), regions)) group.resources.add(ofAnyKind(resource));
    for (const [term, values] of Object.entries(terms))
      group.terms[term] = [...new Set([...(group.terms[term] ?? []), ...values])];
    groups.set(key, group);
  }
  return [...groups.values()].map(({ actions, resources, terms }) => ({
    Effect: 'Allow',
    Action: oneOrAll([...actions]),
    Resource: oneOrAll(widest([...resources])),
    ...(Object.keys(terms).length > 0 && { Condition: conditionOf(terms) }),
  }));
}

interface Group {
  readonly actions: Set<string>;
  readonly resources: Set<string>;
  readonly terms: Record<string, readonly string[]>;
}

/** `<operator> <key>` to values, without regions and tags. */
function termsOf(condition: Statement['Condition'] = {}): Record<string, readonly string[]> {
  const terms = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => [`${operator} ${key}`, [values].flat()] as const),
  );
  return Object.fromEntries(
    terms.filter(([term]) => !/ aws:(RequestedRegion|(Resource|Request)Tag\/.+)$/.test(term)),
  );
}

function conditionOf(terms: Group['terms']): NonNullable<Statement['Condition']> {
  const condition: Record<string, Record<string, string | readonly string[]>> = {};
  for (const [term, values] of Object.entries(terms)) {
    const [operator = '', key = ''] = term.split(' ');
    condition[operator] = { ...condition[operator], [key]: oneOrAll(values) };
  }
  return condition;
}

function oneOrAll(texts: readonly string[]): string | readonly string[] {
  return texts.length === 1 ? (texts[0] ?? '') : texts;
}

/** Of states, all of the environment's targets at once. */
function ofAnyKind(arn: string): string {
  return arn.replace(/-\*-(foundation|flags|operations)\.tfstate(\.tflock)?$/, '-*');
}

/** Without those that another one means, too. */
function widest(resources: readonly string[]): string[] {
  return resources.filter((resource) =>
    resources.every(
      (other) => other === resource || !other.endsWith('*') || !resource.startsWith(other.slice(0, -1)),
    ),
  );
}
