import { compileDocuments } from '../../compiler/compile-documents';
import { LOCAL_ENVIRONMENT, stackName } from '../../compiler/names';
import type { Document, Profile, Project, Target } from '../../compiler/project';
import { selectorOf, targetsIn } from '../../compiler/targets';
import { releaseStackName, releaseStackNames } from '../../compiler/workloads';
import { connectAppConfig } from '../../release/appconfig/appconfig-clients';
import { ReleaseError } from '../../release/release-error';
import { openStack } from '../../release/terraform/stack-folder';
import { differences, expectedServed, readServed } from '../../release/appconfig/verify-served';
import type { Io } from '../command';
import { CommandError } from '../exit-codes';
import type { OnSimulatedMinute, Rehearsal } from './rehearsal';
import { changeDefinitions, type RehearsalChange } from './rehearsal-change';
import type { RehearsalFault } from './rehearsal-fault';
import { releaseExit } from '../releases/release-exit';

export interface FaultStage {
  readonly io: Io;
  /** What is served when this begins. */
  readonly project: Project;
  readonly root: string;
  readonly fault: RehearsalFault;
}

/**
 * Releases a small change wave by wave and lets an alarm go off in the middle.
 *
 * True when all of it happened: the rollback, the red release, the untouched next wave, the same commit that is refused
 * from then on, and the next plan that fails.
 */
export async function rehearseFault(rehearsal: Rehearsal, stage: FaultStage): Promise<boolean> {
  const { io, fault, root } = stage;
  const change = changeDefinitions(root, rehearsal.changedRoot, fault);
  io.err(`\na change to release: ${fault.component.name} ${change.profile}, ${change.summary}\n`);
  await rehearsal.synthesize(rehearsal.changedRoot, change.project);
  await releaseEarlierWaves(rehearsal, stage);
  const checks = [
    await releaseIsRed(rehearsal, stage, change),
    await oldDocumentIsServed(rehearsal, stage, { target: fault.target, change }),
    await nextWaveIsUntouched(rehearsal, stage, change),
    await sameCommitIsRefused(rehearsal, stage, change),
    await nextPlanFails(rehearsal, stage, change),
  ];
  return checks.every(Boolean);
}

async function releaseEarlierWaves(rehearsal: Rehearsal, { io, project, fault }: FaultStage): Promise<void> {
  for (const target of targetsIn(project, LOCAL_ENVIRONMENT)) {
    if (target.wave.name === fault.wave.name) return;
    io.err(`\nwave ${target.wave.name}, ${selectorOf(target)} (dynconf deploy)\n`);
    for (const stack of releaseStackNames(project, target)) await rehearsal.deploy(stack);
  }
}

async function releaseIsRed(
  rehearsal: Rehearsal,
  { io, project, fault }: FaultStage,
  { profile }: RehearsalChange,
): Promise<boolean> {
  io.err(
    `\nwave ${fault.wave.name}, ${selectorOf(fault.target)} (dynconf deploy), ${fault.alarm} goes off at minute ${fault.atMinute}\n`,
  );
  const stack = stackOf(project, fault, profile);
  const all = releaseStackNames(project, fault.target);
  for (const earlier of all.slice(0, all.indexOf(stack))) await rehearsal.deploy(earlier);
  let isSet = false;
  const trip: OnSimulatedMinute = (minute, say) => {
    if (isSet || minute < fault.atMinute) return;
    isSet = true;
    say(`alarm ${fault.monitorArn.split(':').at(-1)} is in ALARM at minute ${minute}`);
    rehearsal.appConfig.setAlarm(fault.monitorArn, 'ALARM');
  };
  const red = await refusalOf(rehearsal.deploy(stack, trip));
  return tell(io, red, { exitCode: 4, good: 'the release is red', bad: 'the release did not turn red' });
}

async function sameCommitIsRefused(
  rehearsal: Rehearsal,
  { io, project, fault }: FaultStage,
  { profile }: RehearsalChange,
): Promise<boolean> {
  io.err('\nthe same commit once more (dynconf deploy)\n');
  const refused = await refusalOf(rehearsal.deploy(stackOf(project, fault, profile)));
  return tell(io, refused, {
    exitCode: 3,
    good: 'the document is known bad, and is not released again',
    bad: 'a document that is known bad was not refused',
  });
}

async function nextPlanFails(
  rehearsal: Rehearsal,
  { io, project, fault }: FaultStage,
  { profile }: RehearsalChange,
): Promise<boolean> {
  io.err('what Terraform says to it by itself (terraform plan)\n');
  const refused = await refusalOf(rehearsal.plan(stackOf(project, fault, profile)));
  return tell(io, refused, {
    exitCode: 3,
    good: 'the next plan fails, and says why',
    bad: 'the next plan did not fail',
  });
}

async function nextWaveIsUntouched(
  rehearsal: Rehearsal,
  stage: FaultStage,
  change: RehearsalChange,
): Promise<boolean> {
  const targets = targetsIn(stage.project, LOCAL_ENVIRONMENT);
  const waves = stage.fault.target.environment.waves;
  const next = waves[waves.findIndex(({ name }) => name === stage.fault.wave.name) + 1];
  if (next === undefined) {
    stage.io.err(`no wave comes after ${stage.fault.wave.name}\n`);
    return true;
  }
  const target = targets.find(({ wave }) => wave.name === next.name);
  return target !== undefined && oldDocumentIsServed(rehearsal, stage, { target, change });
}

async function oldDocumentIsServed(
  rehearsal: Rehearsal,
  { io, project, fault }: FaultStage,
  { target, change }: { readonly target: Target; readonly change: RehearsalChange },
): Promise<boolean> {
  const isIt = ({ component, profile }: Document): boolean =>
    component === fault.component.name && profile === change.profile;
  const before = compileDocuments(project, target).find(isIt);
  if (before === undefined) return false;
  const { access } = openStack(rehearsal.cdktfOut, stackName(target, 'foundation'));
  const clients = connectAppConfig(access);
  try {
    const { application, environment, profile } = before;
    const served = await readServed(clients.data, { application, environment, profile });
    const different = differences(served, expectedServed(before.profile, before.value));
    const verdict =
      different.length === 0
        ? 'serves what it served before'
        : `does not serve what it served before:\n${different.join('\n')}`;
    io.err(
      `served  ${selectorOf(target)} (wave ${target.wave.name}): ${fault.component.name} ${profile} ${verdict}\n`,
    );
    return different.length === 0;
  } finally {
    clients.destroy();
  }
}

/** The stack that releases what goes wrong. */
function stackOf(project: Project, { component, target }: RehearsalFault, profile: Profile): string {
  return releaseStackName(project, target, { component: component.name, profile });
}

/** The error that a release ends with, as the command would end; absent when it succeeds. */
async function refusalOf(release: Promise<unknown>): Promise<CommandError | undefined> {
  try {
    await release;
    return undefined;
  } catch (error) {
    const exit = error instanceof ReleaseError ? releaseExit(error) : undefined;
    if (exit instanceof CommandError) return exit;
    throw error;
  }
}

function tell(
  io: Io,
  error: CommandError | undefined,
  expected: { readonly exitCode: number; readonly good: string; readonly bad: string },
): boolean {
  if (error !== undefined) io.err(`${error.message}\n`);
  const happened = error?.exitCode === expected.exitCode;
  const code = error === undefined ? 0 : error.exitCode;
  io.err(`${happened ? expected.good : expected.bad}: exit code ${code}\n\n`);
  return happened;
}
