import { createHash } from 'node:crypto';
import { compileDocuments } from '../../compiler/compile-documents';
import type { Project, Target, Tools } from '../../compiler/project';
import { targetsOf } from '../../compiler/targets';
import { releaseStackName } from '../../compiler/workloads';
import { accessResources } from '../access-resources';
import { eventResources } from '../events/event-resources';
import { planDeliveries } from '../pipeline/plan';
import { planPlatform } from '../pipeline/plan-platform';
import type { AffectedStack, ChangeKind, PipelineEstimate } from './review';
import { type OrderedStack, stackOrder } from '../stack-order';
import { stateResources, withStateKeys } from '../state-resources';
import { type ReleaseResources, type TargetResources, targetResources } from '../targets/target-resources';
import { temporaryResources } from '../temporary-resources';

/** The stacks whose content follows from the definitions in another way than before. */
export function affectedStacks(base: Project, head: Project): AffectedStack[] {
  const [before, after] = [contentsOf(base), contentsOf(head)];
  const affected = (stack: OrderedStack, change: ChangeKind): AffectedStack => {
    const { stack: name, kind, environment } = stack;
    return { stack: name, kind, environment, change };
  };
  const removed = stackOrder(base).filter(({ stack }) => !after.has(stack));
  return [
    ...stackOrder(head).flatMap((stack) => {
      const old = before.get(stack.stack);
      if (old === after.get(stack.stack)) return [];
      return [affected(stack, old === undefined ? 'added' : 'changed')];
    }),
    ...removed.map((stack) => affected(stack, 'removed')),
  ];
}

/** The delivery pipelines that have something to release, and how long they take. */
export function pipelineEstimates(head: Project, stacks: readonly AffectedStack[]): PipelineEstimate[] {
  const names = new Set(stacks.filter(({ change }) => change !== 'removed').map(({ stack }) => stack));
  return planDeliveries(head)
    .filter(({ stages }) =>
      stages.some(({ actions }) => actions.some(({ stack }) => stack !== undefined && names.has(stack))),
    )
    .map(({ name, stages }) => ({
      pipeline: name,
      stages: stages
        .filter(({ estimatedMinutes }) => estimatedMinutes > 0)
        .map((stage) => ({ name: stage.name, minutes: Math.round(stage.estimatedMinutes) })),
    }));
}

/** A digest of what each stack is made from; code of ours is not among it. */
function contentsOf(definitions: Project): Map<string, string> {
  const project = withStateKeys(definitions);
  const targets = targetsOf(project).flatMap((target) => targetContents(project, target));
  const contents = new Map<string, unknown>(targets);
  for (const stack of stackOrder(project)) {
    if (!contents.has(stack.stack)) contents.set(stack.stack, onceOnlyContent(project, stack));
  }
  return new Map([...contents].map(([stack, content]) => [stack, digestOf(content)]));
}

function targetContents(project: Project, target: Target): [string, unknown][] {
  const resources = targetResources(project, target);
  return [
    [resources.foundation, foundationContent(resources)],
    ...resources.releases.flatMap((release) => releaseContents(project, resources, release)),
  ];
}

function foundationContent({ target, releases: _, ...resources }: TargetResources): unknown {
  const { account, backend, description, onCall } = target.environment;
  return { ...resources, region: target.region, account, backend, description, onCall };
}

function releaseContents(
  project: Project,
  { target, tags }: TargetResources,
  { stacks }: ReleaseResources,
): [string, unknown][] {
  const { account, backend } = target.environment;
  const documents = compileDocuments(project, target);
  return Object.values(stacks).map((stack) => {
    const own = documents.filter((document) => releaseStackName(project, target, document) === stack);
    const released = own.map(({ application, fingerprint }) => [application, fingerprint]);
    return [stack, { account, backend, tags, released }];
  });
}

function onceOnlyContent(project: Project, { kind, environment: owner }: OrderedStack): unknown {
  const { tools, environments } = project;
  if (!tools) return undefined;
  switch (kind) {
    case 'access': {
      const environment = environments.find(({ name }) => name === owner);
      if (!environment) return undefined;
      const { account, backend } = environment;
      return { ...accessResources(environment, tools), environment: { account, backend } };
    }
    case 'state':
      return stateResources(project);
    case 'release-events':
      return { ...eventResources(project, tools), tools: placeOf(tools) };
    case 'temporary-environments':
      return temporaryResources(project, tools);
    default:
      return { tools, plans: planDeliveries(project), platform: planPlatform(project, tools) };
  }
}

function placeOf({ account, region, backend }: Tools): Pick<Tools, 'account' | 'region' | 'backend'> {
  return { account, region, backend };
}

/** Where something is written is nothing that a stack is made from. */
const PLACES = ['at', 'places'];

function digestOf(content: unknown): string {
  const text = JSON.stringify(content, (key, value: unknown) => (PLACES.includes(key) ? undefined : value));
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}
