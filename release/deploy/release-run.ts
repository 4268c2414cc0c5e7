import type { AwaitOptions } from '../appconfig/await-deployments';
import type { Reach } from './reach';
import type { DeploymentReference, ReleaseStep } from '../release-event';
import type { StackFolder } from '../terraform/stack-folder';
import type { Trunk } from './trunk';

export interface DeployOptions extends AwaitOptions {
  /** For Terraform, from terraformEnvironment(). */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the definitions want here and in the other regions. @default - nothing is looked up by names before Terraform starts */
  readonly trunk?: Trunk;
  /** Ends a release that may not start something new now. @default - anything may start */
  readonly gate?: () => Promise<void>;
  /** Ends a release of something else than the build made, and says what was verified. @default - nothing is verified */
  readonly artifact?: () => Promise<string>;
  /** @default KEPT_VERSIONS */
  readonly keepVersions?: number;
  /** Addresses of deployments to start again although nothing changed. @default none */
  readonly replace?: readonly string[];
  /** Documents that a person calls good although they were rolled back, as `checkout flags`. @default none */
  readonly pardoned?: readonly string[];
  /** @default the real Terraform and AppConfig */
  readonly reach?: Reach;
}

export interface Deployed {
  /** False: there was nothing to do; the rollouts were checked all the same. */
  readonly isChanged: boolean;
  readonly deployments: readonly DeploymentReference[];
}

/** One run of a release: the stack, what it talks to, and where its secret files lie. */
export interface Run extends Reach {
  readonly stack: StackFolder;
  readonly options: DeployOptions;
  /** Readable by this user only; plans and state backups contain the documents. */
  readonly secretFolder: string;
}

export function tell({ options }: Pick<Run, 'options'>, step: ReleaseStep, detail: string): void {
  options.onEvent({ type: 'step', step, detail });
}

export function warn({ options }: Pick<Run, 'options'>, text: string): void {
  options.onEvent({ type: 'warning', text });
}
