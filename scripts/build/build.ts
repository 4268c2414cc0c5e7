import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatSummary, summaryJson } from './format-summary';
import type { BuildPlace, BuildStep, StepRecord } from './step';
import { STEPS } from './steps';

const USAGE = `usage: npm run build [-- <step> ...] [--format text|json] [--keep-going] [--all-tests] [--no-skip]

${STEPS.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join('\n')}

--keep-going  runs what comes after a red step, too
--all-tests   runs the tests that need Terraform or moto as well
--no-skip     a step that cannot run here is red
`;

interface Choice {
  readonly steps: readonly BuildStep[];
  readonly keepGoing: boolean;
  readonly noSkip: boolean;
}

/** `npm run build`: every step in order up to the first red one, then a table. Answers with the exit code. */
export async function build(project: string, args: readonly string[]): Promise<number> {
  const asked = parse(args);
  if (typeof asked === 'string') {
    process.stderr.write(asked);
    return 2;
  }
  const say = (text: string): void => void process.stderr.write(text);
  const place = { project, reports: join(project, 'reports'), allTests: asked.allTests, say };
  const records = await runSteps(asked, place);
  process.stdout.write(asked.format === 'json' ? summaryJson(records) : `\n${formatSummary(records)}`);
  return records.some(({ result }) => result === 'failed') ? 1 : 0;
}

/** Runs steps one after the other; what came after a red one is absent from the answer. */
export async function runSteps(
  { steps, keepGoing, noSkip }: Choice,
  place: BuildPlace,
): Promise<StepRecord[]> {
  const records: StepRecord[] = [];
  for (const step of steps) {
    const record = await runStep(step, place);
    const isRed = record.result === 'failed' || (noSkip && record.result === 'skipped');
    records.push(isRed ? { ...record, result: 'failed' } : record);
    if (isRed && !keepGoing) break;
  }
  return records;
}

/** The steps of these names, in the order of the build; undefined stands for a name that is none. */
export function stepsNamed(names: readonly string[]): (BuildStep | undefined)[] {
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  return [...unknown.map(() => undefined), ...STEPS.filter(({ name }) => names.includes(name))];
}

async function runStep({ name, run }: BuildStep, place: BuildPlace): Promise<StepRecord> {
  place.say(`\n== build:${name}\n`);
  const start = performance.now();
  const { note = '', ...outcome } = await run(place);
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  if (outcome.result === 'skipped') place.say(`\nSKIPPED build:${name}: ${note}\n`);
  return { name, seconds, ...outcome, note };
}

function parse(args: readonly string[]): (Choice & { format: string; allTests: boolean }) | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'text' },
        'keep-going': { type: 'boolean', default: false },
        'all-tests': { type: 'boolean', default: false },
        'no-skip': { type: 'boolean', default: false },
      },
    });
    const steps = positionals.length === 0 ? [...STEPS] : stepsNamed(positionals);
    const known = steps.filter((step) => step !== undefined);
    if (known.length < steps.length || !['text', 'json'].includes(values.format)) return USAGE;
    return {
      steps: known,
      keepGoing: values['keep-going'],
      allTests: values['all-tests'],
      noSkip: values['no-skip'],
      format: values.format,
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}
