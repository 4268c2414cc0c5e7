import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isLocal, LOCAL_ENDPOINT } from '../compiler/names';
import type { Project, Target } from '../compiler/project';
import { releaseStackNames } from '../compiler/workloads';
import { STACK_FILE } from '../delivery/stack-files';
import { type AppConfigAccess, openStack } from './terraform/stack-folder';

export interface TargetAccessOptions {
  /** Where the synthesized stacks are. */
  readonly cdktfOut: string;
  /** The AppConfig of local environments that are not synthesized. @default http://127.0.0.1:2770 */
  readonly localEndpoint?: string | undefined;
}

/** How the stacks of a target reach AppConfig; where there are none yet, as they would. */
export function targetAccess(
  project: Project,
  target: Target,
  { cdktfOut, localEndpoint }: TargetAccessOptions,
): AppConfigAccess {
  const { environment, region } = target;
  const [name = ''] = releaseStackNames(project, target);
  if (existsSync(join(cdktfOut, 'stacks', name, STACK_FILE))) return openStack(cdktfOut, name).access;
  if (!isLocal(environment)) return { region };
  return { region, endpoint: localEndpoint || LOCAL_ENDPOINT, accessKey: environment.account };
}
