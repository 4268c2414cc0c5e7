import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatTable, isMissed, type Row } from './format-table';
import type { Measure } from './measure';
import { MEASURES } from './measures';
import { Workplace } from './workplace';

interface Request {
  readonly measures: readonly Measure[];
  readonly rounds: number;
}

const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const FEWEST_ROUNDS = 5;
const USAGE = `npm run bench -- [--only ${MEASURES.map(({ id }) => id).join(',')}] [--rounds ${FEWEST_ROUNDS}]`;

/** Measures, prints a table, and answers with the exit code: 1 when a goal is missed. */
export async function bench(args: readonly string[], project = process.cwd()): Promise<number> {
  const request = readRequest(args);
  if (typeof request === 'string') {
    process.stderr.write(`${request}\n${USAGE}\n`);
    return 2;
  }
  const stopped = new AbortController();
  const stop = (): void => stopped.abort(new Error('interrupted'));
  for (const name of ENDING_SIGNALS) process.once(name, stop);
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-bench-'));
  try {
    const rows = await measureAll(request, { project, folder, signal: stopped.signal });
    process.stdout.write(`${formatTable(rows)}\n\n${explain(request.rounds)}\n`);
    return rows.some(isMissed) ? 1 : 0;
  } catch (error) {
    if (stopped.signal.aborted) return 130;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 70;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    for (const name of ENDING_SIGNALS) process.removeListener(name, stop);
  }
}

async function measureAll(
  { measures, rounds }: Request,
  { project, folder, signal }: { project: string; folder: string; signal: AbortSignal },
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const measure of measures) {
    const progress = (text: string): void => void process.stderr.write(`${measure.id}: ${text}\n`);
    progress(`${measure.title}: comparing what they write`);
    const workplace = new Workplace(project, join(folder), { rounds, signal, progress });
    rows.push({ measure, paired: await measure.run(workplace) });
  }
  return rows;
}

/** What is asked for, or the sentence that says what is wrong with it. */
function readRequest(args: readonly string[]): Request | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { only: { type: 'string' }, rounds: { type: 'string', default: String(FEWEST_ROUNDS) } },
    });
    const wanted = values.only?.split(',').map((id) => id.trim());
    const unknown = wanted?.find((id) => !MEASURES.some((measure) => measure.id === id));
    if (unknown !== undefined) return `there is no measure ${JSON.stringify(unknown)}`;
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < FEWEST_ROUNDS) {
      return `--rounds is a whole number of at least ${FEWEST_ROUNDS}, not ${JSON.stringify(values.rounds)}`;
    }
    return { measures: MEASURES.filter(({ id }) => wanted?.includes(id) ?? true), rounds };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function explain(rounds: number): string {
  return [
    `Medians of ${rounds} rounds, in turn; ratio: median of the rounds' ratios; spread: largest`,
    `round ratio / smallest. Equal output was asserted first. Node ${process.versions.node}, ${availableParallelism()} cores.`,
  ].join('\n');
}
