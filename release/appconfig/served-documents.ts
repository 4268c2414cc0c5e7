import type { AppConfigClient } from '@aws-sdk/client-appconfig';
import { applicationName, PROFILES } from '../../compiler/names';
import type { Component, Environment, JsonObject, Profile, Target } from '../../compiler/project';
import { selectorOf, targetsOfEnvironment } from '../../compiler/targets';
import { isGrowing } from '../../delivery/deployment-states';
import type { ReadPlace } from '../read-access';
import type { AppConfigAccess } from '../terraform/stack-folder';
import { askRegion } from './ask-region';
import { DocumentHistories, type DocumentHistory } from './document-history';
import { storedVersion } from './stored-version';

/** Whose documents are meant. */
export interface ServedQuestion {
  readonly environment: Environment;
  readonly components: readonly Component[];
}

/** What one target serves; a profile that serves nothing is not among it. */
export interface ServedTarget {
  readonly target: Target;
  readonly documents: readonly ServedDocumentContent[];
  /** What serves something that nobody can read any more. */
  readonly unreadable: readonly ServedDocumentName[];
  /** What a person should know of it, in sentences. */
  readonly notes: readonly string[];
}

export interface ServedDocumentName {
  readonly component: string;
  readonly profile: Profile;
}

export interface ServedDocumentContent extends ServedDocumentName {
  /** As it was uploaded. */
  readonly value: JsonObject;
}

/**
 * Reads the documents that an environment serves, found by names, out of their hosted versions.
 *
 * Nothing is read as a consumer would: what AppConfig Data answers lacks rules and variants, and counts as a use.
 */
export function servedDocuments(
  question: ServedQuestion,
  accessTo: (place: ReadPlace) => AppConfigAccess,
): Promise<readonly ServedTarget[]> {
  const { account } = question.environment;
  return Promise.all(
    targetsOfEnvironment(question.environment).map((target) => {
      const place = { account, region: target.region };
      return askRegion(place, accessTo(place), (client) => servedIn(client, target, question.components));
    }),
  );
}

/** One after the other: AppConfig's control plane throttles early. */
async function servedIn(
  client: AppConfigClient,
  target: Target,
  components: readonly Component[],
): Promise<ServedTarget> {
  const histories = new DocumentHistories(client);
  const looks: Look[] = [];
  for (const component of components) {
    const application = applicationName(component, target.environment);
    for (const profile of PROFILES) {
      const sought = { application, environment: target.environment.name, profile };
      const history = await histories.look(sought, '');
      if (history) looks.push(await lookAt(client, history, { component: component.name, profile }));
    }
  }
  return {
    target,
    documents: looks.flatMap(({ document }) => document ?? []),
    unreadable: looks.flatMap(({ unreadable }) => unreadable ?? []),
    notes: looks.flatMap(({ notes }) => notes).map((note) => `${selectorOf(target)}: ${note}`),
  };
}

interface Look {
  readonly document?: ServedDocumentContent;
  readonly unreadable?: ServedDocumentName;
  readonly notes: readonly string[];
}

async function lookAt(
  client: AppConfigClient,
  history: DocumentHistory,
  name: ServedDocumentName,
): Promise<Look> {
  const { newest, served } = history;
  const what = `${name.component} ${name.profile}`;
  const growing =
    newest && isGrowing(newest.state) ? [`${what}: deployment ${newest.number} is ${newest.state}`] : [];
  if (!served) return { notes: growing };
  const { stored } = await storedVersion(client, history, served.version);
  if (stored) return { document: { ...name, value: stored }, notes: growing };
  const note = `${what}: version ${served.version} is served, and deleted: nobody can say what changes`;
  return { unreadable: name, notes: [...growing, note] };
}
