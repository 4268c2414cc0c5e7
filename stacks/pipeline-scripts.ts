import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PipelineScripts } from '../constructs/pipeline/pipeline-projects';

export type { PipelineScripts };

/** The scripts that pipelines carry in their own definition. */
export function pipelineScripts(projectFolder: string): PipelineScripts {
  const folder = join(projectFolder, 'scripts');
  const script = (name: string, file = join(folder, name)) => ({
    name,
    text: readFileSync(file, 'utf8'),
    interpreter: name.endsWith('.js') ? ('node' as const) : ('sh' as const),
  });
  return {
    approved: script('terraform-as-approved.js'),
    review: script('require-review.js', reviewScript(folder)),
    sign: script('sign-artifact.sh'),
    verify: script('verify-artifact.sh'),
  };
}

/** It has more than one file, and is made of them by itself, so that this is no part of our own bundle. */
function reviewScript(folder: string): string {
  const here = createRequire(join(folder, 'here.js'));
  return (here('./require-review.js') as { requireReview: () => string }).requireReview();
}
