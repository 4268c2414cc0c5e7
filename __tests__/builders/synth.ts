import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import type { Construct } from 'constructs';
import type { Project } from '../../compiler/project';
import { synthesize, type Synthesis } from '../../main';

type Block = Readonly<Record<string, unknown>>;

/** A stack as Terraform reads it. */
export interface TerraformJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly provider: { readonly aws: readonly Block[] };
  readonly terraform: Block;
}

/** What a construct becomes in a stack of its own. */
export function synthScope(build: (scope: Construct) => void): TerraformJson {
  return JSON.parse(Testing.synthScope(build)) as TerraformJson;
}

/** The only resource of a type. */
export function only(stack: TerraformJson, type: string): Block {
  const found = Object.values(stack.resource[type] ?? {});
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`);
  return found[0] as Block;
}

export interface SynthesizedProject {
  readonly outdir: string;
  readonly stack: (name: string) => TerraformJson;
}

/** Synthesizes into a temporary folder that is gone afterwards. */
export function withSynthesized<T>(
  project: Project,
  use: (synthesized: SynthesizedProject) => T,
  options: Omit<Synthesis, 'outdir'> = {},
): T {
  const outdir = mkdtempSync(join(tmpdir(), 'dynconf-synth-'));
  try {
    synthesize(project, { ...options, outdir });
    const stack = (name: string): TerraformJson =>
      JSON.parse(readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8')) as TerraformJson;
    return use({ outdir, stack });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
