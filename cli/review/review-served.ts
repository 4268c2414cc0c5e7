import { compileDocuments } from '../../compiler/compile-documents';
import type { Component, Environment, Project } from '../../compiler/project';
import { selectorOf, targetsOfEnvironment } from '../../compiler/targets';
import type { TargetDocuments } from '../../delivery/review/document-changes';
import type { Review } from '../../delivery/review/review';
import { reviewServed } from '../../delivery/review/review-changes';
import { servedDocuments, type ServedTarget } from '../../release/appconfig/served-documents';
import { readAccess } from '../../release/read-access';
import type { Io, OptionValue } from '../command';
import { loadDefinitions } from '../load-definitions';
import { namedEnvironment } from '../named-environment';
import { namedWorkload } from '../named-workload';
import { releaseExit } from '../releases/release-exit';

export interface ServedReviewQuestion {
  readonly root: string;
  readonly environment: OptionValue;
  /** @default - everything */
  readonly workload: OptionValue;
}

/** What a release of the definitions changes for the consumers of one environment, compared with what they get now. */
export async function reviewOfServed(
  io: Io,
  { root, environment: name, workload }: ServedReviewQuestion,
): Promise<Review> {
  const project = loadDefinitions(io, root);
  const environment = namedEnvironment(project, String(name));
  const { components } = workload === undefined ? project : namedWorkload(project, workload);
  try {
    const served = await servedDocuments({ environment, components }, (place) =>
      readAccess(environment, place, io.env),
    );
    return reviewServed({
      environment: environment.name,
      served: served.map(({ target, documents }) => ({ target: selectorOf(target), documents })),
      wanted: wantedDocuments(project, { environment, components }, served),
      notes: served.flatMap(({ notes }) => notes),
    });
  } catch (error) {
    throw releaseExit(error);
  }
}

interface Asked {
  readonly environment: Environment;
  readonly components: readonly Component[];
}

/** What cannot be compared is on neither side. */
function wantedDocuments(
  project: Project,
  { environment, components }: Asked,
  served: readonly ServedTarget[],
): TargetDocuments[] {
  const names = new Set(components.map(({ name }) => name));
  return targetsOfEnvironment(environment).map((target) => {
    const unreadable = served.find((one) => one.target.region === target.region)?.unreadable ?? [];
    const documents = compileDocuments(project, target)
      .filter(({ component }) => names.has(component))
      .filter(
        ({ component, profile }) =>
          !unreadable.some((one) => one.component === component && one.profile === profile),
      );
    return { target: selectorOf(target), documents };
  });
}
