import { startOfDefinition, type DefinitionFile } from '../definition-file';
import type { PullRequests, RolloutEvents, Source, Tools } from '../project';
import { spanOf } from '../reading/source';
import { plain } from '../reading/yaml-tree';
import { buildBackend } from './build-environment';
import { placesOf } from './places-of';
import type { BackendYaml } from './environment-yaml';

interface ToolsYaml {
  readonly account: string;
  readonly region: string;
  readonly source: Omit<Source, 'trunk' | 'provider'> & Partial<Source>;
  readonly notify?: readonly string[];
  readonly 'rollout-events'?: RolloutEvents;
  readonly 'require-review'?: boolean;
  readonly 'pull-requests'?: {
    readonly provider: 'github' | 'codebuild';
    readonly environment?: string;
  };
  readonly workloads?: Readonly<Record<string, readonly string[]>>;
  readonly backend?: BackendYaml;
}

/** environments/tools.yaml as part of the project. */
export function buildTools(file: DefinitionFile): Tools {
  const yaml = (file.root ? plain(file.root) : {}) as unknown as ToolsYaml;
  return {
    account: yaml.account,
    region: yaml.region,
    source: buildSource(yaml.source),
    notify: yaml.notify ?? [],
    rolloutEvents: yaml['rollout-events'] ?? 'extension',
    requireReview: yaml['require-review'] ?? true,
    ...(yaml['pull-requests'] && { pullRequests: buildPullRequests(yaml['pull-requests']) }),
    workloads: yaml.workloads ?? {},
    backend: buildBackend(yaml.backend),
    at: spanOf(startOfDefinition(file)),
    places: placesOf(file.root, ['workloads']),
  };
}

function buildSource({ connection, repository, trunk, provider, api }: ToolsYaml['source']): Source {
  return {
    connection,
    repository,
    trunk: trunk ?? 'main',
    provider: provider ?? 'github',
    ...(api !== undefined && { api }),
  };
}

function buildPullRequests({
  provider,
  environment = 'plan',
}: NonNullable<ToolsYaml['pull-requests']>): PullRequests {
  return provider === 'github' ? { provider, environment } : { provider };
}
