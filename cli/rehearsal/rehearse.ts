import { compileDocuments } from '../../compiler/compile-documents';
import { LOCAL_ENVIRONMENT, stackName } from '../../compiler/names';
import type { JsonObject, Project, Target } from '../../compiler/project';
import { selectorOf, targetsIn } from '../../compiler/targets';
import { releaseStackNames } from '../../compiler/workloads';
import { connectAppConfig } from '../../release/appconfig/appconfig-clients';
import { openStack } from '../../release/terraform/stack-folder';
import { requireTerraform, terraformEnvironment } from '../../release/terraform/terraform-environment';
import { differences, expectedServed, readServed } from '../../release/appconfig/verify-served';
import type { Io, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { loadDefinitions } from '../load-definitions';
import { howToPoll } from '../tests/how-to-poll';
import { nothingYet } from '../nothing-yet';
import { Rehearsal } from './rehearsal';
import { parseFault } from './rehearsal-fault';
import { rehearseFault } from './rehearse-fault';
import { releaseExit } from '../releases/release-exit';
import { type ServedRow, servedTable } from '../releases/served-table';

/** `npm start`: the whole path on this machine, from the definitions to what an application reads. */
export const run: Run = async (io, input) => {
  const startedAt = Date.now();
  try {
    requireTerraform(terraformEnvironment(io.env).env);
  } catch (error) {
    throw releaseExit(error);
  }
  const project = loadDefinitions(io, input.root);
  const targets = localTargets(project);
  const nothing = nothingYet(project);
  if (nothing !== undefined) {
    io.err(nothing);
    return EXIT.done;
  }
  const { fault: faultText, keep } = input.options;
  const fault = typeof faultText === 'string' ? parseFault(faultText, project) : undefined;
  const rehearsal = await Rehearsal.open(io);
  try {
    await releaseAll(rehearsal, { io, project, targets, root: input.root });
    const passed =
      fault === undefined || (await rehearseFault(rehearsal, { io, project, fault, root: input.root }));
    if (passed)
      io.err(
        `\nthe rehearsal took ${Math.round((Date.now() - startedAt) / 1000)} s, and everything happened as it should\n`,
      );
    if (keep === true) await keepUp(rehearsal, { io, project, targets });
    return passed ? EXIT.done : EXIT.notInOrder;
  } catch (error) {
    if (io.signal.aborted)
      io.err('\ninterrupted: the local AppConfig and everything in it is gone; `npm start` begins anew\n');
    throw releaseExit(error);
  } finally {
    await rehearsal.close();
  }
};

interface Stage {
  readonly io: Io;
  readonly project: Project;
  readonly targets: readonly Target[];
}

function localTargets(project: Project): Target[] {
  const targets = targetsIn(project, LOCAL_ENVIRONMENT);
  if (targets.length > 0) return targets;
  const least = 'with `regions: [us-east-1]` at least';
  throw new CommandError(EXIT.usage, `the rehearsal needs environments/${LOCAL_ENVIRONMENT}.yaml, ${least}`);
}

async function releaseAll(rehearsal: Rehearsal, stage: Stage & { readonly root: string }): Promise<void> {
  const { io, targets, root } = stage;
  io.err(
    `local AppConfig at ${rehearsal.appConfig.url}\n\nfoundation of ${targets.map(selectorOf).join(', ')} (cdktf deploy)\n`,
  );
  await rehearsal.deployFoundation(root, stage.project);
  for (const target of targets) {
    io.err(`\nwave ${target.wave.name}, ${selectorOf(target)} (dynconf deploy)\n`);
    for (const stack of releaseStackNames(stage.project, target)) await rehearsal.deploy(stack);
  }
  for (const target of targets) await showServed(rehearsal, target, stage);
}

/** Reads every document by its names, as an application does, and compares it with the definitions. */
async function showServed(rehearsal: Rehearsal, target: Target, { io, project }: Stage): Promise<void> {
  const documents = compileDocuments(project, target);
  const clients = connectAppConfig(openStack(rehearsal.cdktfOut, stackName(target, 'foundation')).access);
  try {
    const rows: ServedRow[] = [];
    for (const { application, environment, component, profile, value } of documents) {
      const served = await readServed(clients.data, { application, environment, profile });
      const different = differences(served, expectedServed(profile, value));
      if (different.length > 0)
        throw new CommandError(
          EXIT.rolledBack,
          `${selectorOf(target)} ${component} ${profile}:\n${different.join('\n')}`,
        );
      rows.push({ component, profile, served: served as JsonObject });
    }
    io.out(`\n${selectorOf(target)} serves, as the definitions say\n${servedTable(rows, io.width)}`);
  } finally {
    clients.destroy();
  }
}

async function keepUp(rehearsal: Rehearsal, { io, project, targets: [target] }: Stage): Promise<void> {
  const document = target && compileDocuments(project, target)[0];
  if (document !== undefined)
    io.out(howToPoll(rehearsal.appConfig.url, document, target?.environment.account ?? ''));
  await rehearsal.keepUp();
}
