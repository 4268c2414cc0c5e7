import { Construct } from 'constructs';
import type { CodeBuildProject, Report } from '../../delivery/pipeline/delivery-plan';
import type { ProjectResources } from '../../delivery/pipeline/pipeline-resources';
import type { ArtifactStore } from './artifact-store';
import { BuildProject } from './build-project';
import {
  actionBuildspec,
  buildBuildspec,
  type BuildspecReport,
  platformBuildspec,
  reviewBuildspec,
  signBuildspec,
} from './buildspecs';
import { addCodebuildRole } from './codebuild';
import type { EmbeddedScript } from './embedded-script';
import type { Statement } from '../policies/policy';
import { projectStatements } from '../policies/project-statements';
import { ReportGroup, reportGroupArn } from './report-group';
import type { SigningKey } from './signing-key';
import type { TrustedRole } from '../trusted-role';

/** The texts that run outside of what they judge. */
export type PipelineScripts = Readonly<Record<'approved' | 'review' | 'sign' | 'verify', EmbeddedScript>>;

export interface PipelineProjectsProps {
  readonly projects: readonly ProjectResources[];
  readonly account: string;
  readonly region: string;
  readonly artifacts: ArtifactStore;
  readonly signingKey: SigningKey;
  readonly scripts: PipelineScripts;
  /** Of roles, on top of what a project of its kind may do. @default - nothing more */
  readonly statements?: Readonly<Record<string, readonly Statement[]>>;
  readonly permissionsBoundary?: string | undefined;
}

/** The CodeBuild projects of pipelines, with a role for each kind of work. */
export class PipelineProjects extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: PipelineProjectsProps,
  ) {
    super(scope, id);
    const roles = new Map(this.roleNames().map((name) => [name, this.addRole(name)]));
    for (const project of props.projects) {
      const role = roles.get(project.roleName);
      if (role) this.addProject(project, role);
    }
  }

  private roleNames(): string[] {
    return [...new Set(this.props.projects.map(({ roleName }) => roleName))];
  }

  private addRole(name: string): TrustedRole {
    const { projects, account, region, statements, permissionsBoundary: boundary } = this.props;
    const own = projects.filter(({ roleName }) => roleName === name);
    return addCodebuildRole(
      new Construct(this, `Role-${name}`),
      { name, account, region },
      {
        projects: own.map((project) => project.name),
        statements: [...projectStatements(own, this.props), ...(statements?.[name] ?? [])],
        boundary,
      },
    );
  }

  private addProject(project: ProjectResources, role: TrustedRole): void {
    const { account, region, artifacts, signingKey } = this.props;
    const { name, description, timeoutMinutes, kind } = project;
    const scope = new Construct(this, name);
    for (const report of project.reports)
      new ReportGroup(scope, `Report-${report.group}`, {
        project: { name, account, region },
        report,
        artifacts,
      });
    new BuildProject(scope, 'Build', {
      name,
      description,
      account,
      region,
      buildspec: this.buildspecOf(project),
      ...(needsKey(kind) && { variables: { DYNCONF_SIGNING_KEY: signingKey.arn } }),
      timeoutMinutes,
      keyArn: artifacts.keyArn,
      role,
    });
  }

  private buildspecOf(project: ProjectResources): object {
    const { scripts } = this.props;
    const { kind, commands, readProfiles } = project;
    const reports = project.reports.map((report) => this.reportOf(project, report));
    const { secrets } = project;
    const variables = { ...project.variables, CODEBUILD_CONFIG_AUTO_DISCOVER: 'false' };
    if (kind === 'build') return buildBuildspec(commands, { variables, reports });
    if (kind === 'review') return reviewBuildspec(scripts.review, project.variables);
    if (kind === 'sign') return signBuildspec(scripts.sign);
    const { approved, verify } = scripts;
    if (kind === 'plan' || kind === 'apply') {
      return platformBuildspec({ verify, approved, mode: kind, variables, secrets });
    }
    const packages = kind === 'test' ? 'all' : 'runtime';
    return actionBuildspec({ variables, secrets, reports, verify, packages, profiles: readProfiles });
  }

  private reportOf({ name }: CodeBuildProject, report: Report): BuildspecReport {
    const { account, region } = this.props;
    const { files, format } = report;
    return { groupArn: reportGroupArn({ name, account, region }, report), files, format };
  }
}

function needsKey(kind: CodeBuildProject['kind']): boolean {
  return kind !== 'build' && kind !== 'review';
}
