import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What CodeBuild runs, as the synthesized stack says it. */
export interface Buildspec {
  readonly env?: {
    readonly variables?: Readonly<Record<string, string>>;
    readonly 'exported-variables'?: readonly string[];
  };
  readonly phases: Readonly<Record<string, { readonly commands: readonly string[] }>>;
  readonly reports?: Readonly<Record<string, { readonly files: readonly string[] }>>;
  readonly artifacts?: { readonly 'exclude-paths'?: readonly string[] };
}

/** One action in CodeBuild: its project's buildspec, and the variables of both. */
export interface RenderedAction {
  readonly project: string;
  readonly buildspec: Buildspec;
  readonly variables: Readonly<Record<string, string>>;
}

/** The delivery pipeline as Terraform would create it. */
export interface RenderedPipeline {
  /** Absent: not of CodeBuild. */
  action(stage: string, name: string): RenderedAction | undefined;
}

interface Variable {
  readonly name: string;
  readonly value: string;
}
interface PipelineStack {
  readonly resource: {
    readonly aws_codebuild_project: Readonly<Record<string, ProjectBlock>>;
    readonly aws_codepipeline: Readonly<Record<string, PipelineBlock>>;
  };
}
interface ProjectBlock {
  readonly name: string;
  readonly source: { readonly buildspec: string };
  readonly environment: { readonly environment_variable?: readonly Variable[] };
}
interface PipelineBlock {
  readonly stage: readonly {
    readonly name: string;
    readonly action: readonly {
      readonly name: string;
      readonly provider: string;
      readonly configuration: Readonly<Record<string, string>>;
    }[];
  }[];
}

/** Reads the stack `delivery-pipeline`; `references` are what Terraform would put in for its expressions. */
export function renderedPipeline(
  cdktfOut: string,
  references: Readonly<Record<string, string>>,
): RenderedPipeline {
  const file = join(cdktfOut, 'stacks/delivery-pipeline/cdk.tf.json');
  const { resource } = JSON.parse(readFileSync(file, 'utf8')) as PipelineStack;
  const projects = Object.values(resource.aws_codebuild_project);
  const [pipeline] = Object.values(resource.aws_codepipeline);
  const evaluated = (text: string): string => evaluate(text, references);
  return {
    action: (stage, name) => {
      const found = pipeline?.stage
        .find((one) => one.name === stage)
        ?.action.find((one) => one.name === name);
      if (found === undefined) throw new Error(`the pipeline has no action ${name} in ${stage}`);
      if (found.provider !== 'CodeBuild') return undefined;
      const { ProjectName: wanted = '', EnvironmentVariables: own = '[]' } = found.configuration;
      const project = projects.find((one) => evaluated(one.name) === evaluated(wanted));
      if (project === undefined) throw new Error(`there is no project ${wanted}`);
      const variables = [
        ...(project.environment.environment_variable ?? []),
        ...(JSON.parse(evaluated(own)) as Variable[]),
      ];
      return {
        project: evaluated(project.name),
        buildspec: JSON.parse(evaluated(project.source.buildspec)) as Buildspec,
        variables: Object.fromEntries(variables.map((one) => [one.name, evaluated(one.value)])),
      };
    },
  };
}

/** `$${` is Terraform's way to write `${`; anything else in `${}` is an expression. */
function evaluate(text: string, references: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$\{|%%\{|\$\{([^}]*)\}/g, (whole, expression?: string) => {
    if (expression === undefined) return whole.slice(1);
    const known = Object.entries(references).find(([start]) => expression.startsWith(start));
    if (known === undefined) throw new Error(`nobody knows what ${whole} is`);
    return known[1];
  });
}
