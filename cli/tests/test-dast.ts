import { compileDocuments } from '../../compiler/compile-documents';
import { regionsOf } from '../../compiler/targets';
import { refusalOf } from '../../release/refusal';
import type { Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { isLocalAccess, type Probed, requireAnswers, type SecurityProbe } from './security-probe';
import { SECURITY_PROBES } from './security-probes';
import { testTarget, type TestCase, type TestedTarget } from './target-test';

/**
 * `dynconf test dast <target>`: tries at the endpoints that clients reach what must be in vain.
 *
 * Probes that AWS would not let anybody make, or that only the local AppConfig answers faithfully, are named as skipped.
 */
export const run: Run = (io, input) => {
  const { agent, moveClock } = input.options;
  const test = (tested: TestedTarget): Promise<TestCase[]> =>
    probeAll(tested, {
      ...(typeof agent === 'string' && { agent }),
      movesClock: moveClock === true,
    });
  return testTarget(io, input, { kind: 'dast', test });
};

interface Asked {
  readonly agent?: string;
  readonly movesClock: boolean;
}

async function probeAll(
  { project, target, access, signal }: TestedTarget,
  asked: Asked,
): Promise<TestCase[]> {
  const [document] = compileDocuments(project, target);
  if (document === undefined)
    throw new CommandError(EXIT.usage, 'nothing is served there: there are no documents');
  const regions = regionsOf(target.environment);
  const probed: Probed = {
    access,
    document,
    regions,
    ...(asked.agent !== undefined && { agent: asked.agent }),
  };
  await requireAnswers(probed);
  const cases: TestCase[] = [];
  for (const probe of SECURITY_PROBES) {
    if (signal.aborted) break;
    const why = whySkipped(probe, probed, asked);
    if (why === undefined) cases.push({ name: probe.name, failures: await attempt(probe, probed) });
    else cases.push({ name: probe.name, failures: [], isSkipped: true, notes: [why] });
  }
  return cases;
}

function whySkipped(probe: SecurityProbe, probed: Probed, { movesClock }: Asked): string | undefined {
  const isLocal = isLocalAccess(probed.access);
  if (probe.of === 'agent' && probed.agent === undefined) return '--agent names no AppConfig Agent';
  if (probe.only === 'aws' && isLocal) return 'the local AppConfig checks no signatures';
  if (probe.only === 'local' && !isLocal) return 'only the local AppConfig can be asked this';
  if (probe.movesClock && !movesClock)
    return 'it moves the clock of the local AppConfig by a day: --move-clock';
  return undefined;
}

async function attempt(probe: SecurityProbe, probed: Probed): Promise<readonly string[]> {
  try {
    return await probe.attempt(probed);
  } catch (error) {
    const why = refusalOf(error)?.text;
    if (why === undefined) throw error;
    return [`there was no proper answer: ${why}`];
  }
}
