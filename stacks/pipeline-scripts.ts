import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PipelineScripts } from '../constructs/pipeline-projects';

export type { PipelineScripts };

/** The scripts that pipelines carry in their own definition. */
export function pipelineScripts(projectFolder: string): PipelineScripts {
  const script = (name: string) => ({
    name,
    text: readFileSync(join(projectFolder, 'scripts', name), 'utf8'),
    interpreter: name.endsWith('.js') ? ('node' as const) : ('sh' as const),
  });
  return {
    approved: script('terraform-as-approved.js'),
    review: script('require-review.js'),
    sign: script('sign-artifact.sh'),
    verify: script('verify-artifact.sh'),
  };
}
