import { makeArtifact } from './artifact';
import { checkLicences } from './check-licences';
import { compile } from './compile';
import { findAdvisories } from './find-advisories';
import { findSecrets } from './find-secrets';
import { lint, sast } from './lint';
import { checkPolicies } from './policies';
import { runSpecs } from './run-specs';
import type { BuildStep } from './step';
import { synth } from './synth';
import { runUnitTests } from './unit-tests';
import { writeBills } from './write-bills';

/** The build, in the order in which a mistake is cheapest to find; policies and the artifact need what synth wrote. */
export const STEPS: readonly BuildStep[] = [
  { name: 'secrets', summary: 'no secret in a tracked file', run: findSecrets },
  { name: 'compile', summary: 'types, and every mistake in the definitions', run: compile },
  { name: 'lint', summary: 'ESLint and Prettier', run: lint },
  { name: 'sast', summary: 'dangerous code: the security rules alone', run: sast },
  { name: 'sca', summary: 'known vulnerabilities in packages (asks the npm registry)', run: findAdvisories },
  { name: 'licences', summary: 'packages under licences that are allowed', run: checkLicences },
  { name: 'sbom', summary: 'bills of materials: CycloneDX and SPDX', run: writeBills },
  { name: 'specs', summary: 'what the flags promise, on their compiled rules', run: runSpecs },
  { name: 'test', summary: 'unit tests, and what they cover', run: runUnitTests },
  { name: 'synth', summary: 'every stack, into an empty cdktf.out', run: synth },
  { name: 'policies', summary: 'what the stacks may do', run: checkPolicies },
  { name: 'artifact', summary: 'the digest of everything that later actions apply', run: makeArtifact },
];
