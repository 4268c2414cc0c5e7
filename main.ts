import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, TerraformAsset } from 'cdktf';
import { chosenEnvironments, unknownChoice } from './compiler/chosen-environments';
import { compileDocuments } from './compiler/compile-documents';
import { type FormatOptions, formatDiagnostics } from './compiler/format-diagnostics';
import { isLocal, LOCAL_ENDPOINT, TOOLS } from './compiler/names';
import type { Document, Project, Tools } from './compiler/project';
import { targetsOf } from './compiler/targets';
import { accessResources } from './delivery/access-resources';
import { loadDeliverable } from './delivery/load-deliverable';
import { EVENTS_STACK } from './delivery/events/event-names';
import { eventResources } from './delivery/events/event-resources';
import { pipelineResources } from './delivery/pipeline/pipeline-resources';
import { projectFolder } from './delivery/project-folder';
import { PULL_REQUESTS_STACK, pullRequestResources } from './delivery/review/pull-request-resources';
import { platformResources } from './delivery/pipeline/platform-resources';
import { LOCK_FILE } from './delivery/stack-files';
import { PIPELINE_STACK, PLATFORM_STACK, TOOLS_ACCESS_STACK } from './delivery/stack-order';
import { STATE_KEY_ALIAS, STATE_STACK, stateResources, withStateKeys } from './delivery/state-resources';
import { targetResources } from './delivery/targets/target-resources';
import { TEMPORARY_STACK, temporaryResources } from './delivery/temporary-resources';
import { type CanaryCode, canaryCode } from './stacks/canary-code';
import { AccessStack } from './stacks/access-stack';
import { AccessToolsStack, withinToolsBoundary } from './stacks/access-tools-stack';
import { DeliveryPipelineStack } from './stacks/delivery-pipeline-stack';
import { pipelineScripts } from './stacks/pipeline-scripts';
import { PlatformPipelineStack } from './stacks/platform-pipeline-stack';
import { PullRequestsStack } from './stacks/pull-requests-stack';
import { ReleaseEventsStack } from './stacks/release-events-stack';
import type { StagedDocument } from './stacks/release-stack';
import { StateStack } from './stacks/state-stack';
import { addTargetStacks } from './stacks/target-stacks';
import { TemporaryEnvironmentsStack } from './stacks/temporary-environments-stack';
import { withoutCreationStacks } from './stacks/without-creation-stacks';

type Variables = Readonly<Record<string, string | undefined>>;

export interface Synthesis {
  /** Environments to build, `tools` for the once-only stacks. @default - all of them */
  readonly environments?: readonly string[] | undefined;
  /** Where the stacks are written. @default - CDKTF_OUTDIR, or cdktf.out */
  readonly outdir?: string;
  /** The AppConfig of the environment `local`. @default http://127.0.0.1:2770 */
  readonly localEndpoint?: string | undefined;
}

/**
 * Reads the definitions and writes their stacks; nothing is written when a definition is wrong.
 *
 * Answers with the exit code: 1 for a mistake in the definitions, 2 for wrong usage, 70 for a bug of ours.
 */
export function main(
  env: Variables = process.env,
  err = (text: string) => process.stderr.write(text),
): number {
  try {
    return run(env, err);
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    err(`synthesis failed, and that is a bug of ours, not a mistake of yours:\n${detail}\n`);
    return 70;
  }
}

function run(env: Variables, err: (text: string) => void): number {
  const root = resolve(env['DYNCONF_ROOT'] || '.');
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    err(`there is no folder ${root}: DYNCONF_ROOT names the definitions folder\n`);
    return 2;
  }
  const { project, diagnostics, sources } = loadDeliverable(root);
  if (diagnostics.length > 0) err(`${formatDiagnostics(diagnostics, { sources, ...screen(env) })}\n`);
  if (!project) return 1;
  const environments = chosenEnvironments(env['DYNCONF_ENVIRONMENTS']);
  const mistake = unknownChoice(project, environments);
  if (mistake !== undefined) {
    err(`${mistake}\n`);
    return 2;
  }
  const localEndpoint = env['DYNCONF_APPCONFIG_ENDPOINT'];
  withoutCreationStacks(() => synthesize(project, { environments, localEndpoint }));
  return 0;
}

function screen(env: Variables): Pick<FormatOptions, 'format' | 'color' | 'width'> {
  const { isTTY, columns } = process.stderr;
  return { format: 'text', color: isTTY && env['NO_COLOR'] === undefined, width: columns || 80 };
}

/** Writes the stacks of a project. */
export function synthesize(
  definitions: Project,
  { environments, outdir, localEndpoint }: Synthesis = {},
): void {
  const project = withStateKeys(definitions);
  // What cdktf validates is that providers are there (our tests do) and, by starting it for every stack, Terraform's version.
  const app = new App({ skipValidation: true, ...(outdir !== undefined && { outdir }) });
  const staging = mkdtempSync(join(tmpdir(), 'dynconf-documents-'));
  const isSelected = (name: string): boolean => environments === undefined || environments.includes(name);
  let code: CanaryCode | undefined;
  try {
    for (const target of targetsOf(project, environments)) {
      const resources = targetResources(project, target);
      if (resources.canary) code ??= canaryCode(ownFolder());
      addTargetStacks(app, {
        resources,
        canaryCode: code,
        endpoint: isLocal(target.environment) ? localEndpoint || LOCAL_ENDPOINT : undefined,
        documents: compileDocuments(project, target).map((document) => stage(document, staging)),
      });
    }
    if (project.tools) addToolsStacks(app, { project, tools: project.tools, isSelected });
    app.synth();
    removeStaleAssets(app);
    copyLockFile(app);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** What exists because there is a pipeline: the pipeline, and the roles that it takes on. */
function addToolsStacks(
  app: App,
  { project, tools, isSelected }: { project: Project; tools: Tools; isSelected: (name: string) => boolean },
): void {
  for (const environment of project.environments) {
    if (isLocal(environment) || !isSelected(environment.name)) continue;
    const resources = accessResources(environment, tools);
    new AccessStack(app, resources.stack, { resources });
  }
  if (isSelected(TOOLS)) addOnceOnlyStacks(app, project, tools);
}

function addOnceOnlyStacks(app: App, project: Project, tools: Tools): void {
  const state = stateResources(project);
  if (state) new StateStack(app, STATE_STACK, { resources: state, keyAlias: STATE_KEY_ALIAS });
  const platform = platformResources(project, tools);
  new AccessToolsStack(app, TOOLS_ACCESS_STACK, platform);
  const scripts = pipelineScripts(ownFolder());
  const delivery = { resources: pipelineResources(project, tools), scripts };
  const shared = new DeliveryPipelineStack(app, PIPELINE_STACK, delivery);
  const pullRequests = pullRequestResources(tools);
  for (const stack of [
    shared,
    new PlatformPipelineStack(app, PLATFORM_STACK, { resources: platform, scripts, shared }),
    new ReleaseEventsStack(app, EVENTS_STACK, { resources: eventResources(project, tools) }),
    new TemporaryEnvironmentsStack(app, TEMPORARY_STACK, { resources: temporaryResources(project, tools) }),
    ...(pullRequests ? [new PullRequestsStack(app, PULL_REQUESTS_STACK, { resources: pullRequests })] : []),
  ])
    withinToolsBoundary(stack, platform.boundary);
}

/** Equal documents of many targets are one file: its folder is named after the content. */
function stage(document: Document, staging: string): StagedDocument {
  const folder = join(staging, document.fingerprint.replace('sha256:', ''));
  const file = join(folder, 'document.json');
  if (!existsSync(file)) {
    mkdirSync(folder);
    writeFileSync(file, document.content);
  }
  return { document, file };
}

function stackFolders(app: App): string[] {
  return app.node.children.map((stack) => join(app.outdir, 'stacks', stack.node.id));
}

/** Documents of an earlier run: cdktf removes only those whose place in the tree is still there. */
function removeStaleAssets(app: App): void {
  for (const [index, folder] of stackFolders(app).entries()) {
    const assets = join(folder, 'assets');
    if (!existsSync(assets)) continue;
    const constructs = app.node.children[index]?.node.findAll() ?? [];
    const used = constructs
      .filter((construct) => construct instanceof TerraformAsset)
      .map(({ path }) => path);
    for (const name of readdirSync(assets)) {
      if (used.some((path) => path.startsWith(`assets/${name}/`))) continue;
      rmSync(join(assets, name), { recursive: true, force: true });
    }
  }
}

/** With the committed lock file beside it, a stack is deployed without asking the registry which provider to take. */
function copyLockFile(app: App): void {
  const lockFile = join(ownFolder(), LOCK_FILE);
  for (const folder of stackFolders(app)) copyFileSync(lockFile, join(folder, LOCK_FILE));
}

function ownFolder(): string {
  const folder = projectFolder(__dirname);
  if (folder === undefined) throw new Error(`no ${LOCK_FILE} above ${__dirname}`);
  return folder;
}

if (require.main === module) process.exitCode = main();
