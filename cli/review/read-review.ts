import { readFileSync, statSync } from 'node:fs';
import Ajv from 'ajv';
import type { Plans, Review } from '../../delivery/review/review';
import { PLANS_SCHEMA, REVIEW_SCHEMA } from '../../delivery/review/review-schema';
import { CommandError, EXIT } from '../exit-codes';

/** No page is made of more: what is longer was not made by `dynconf review`. */
export const LARGEST_BYTES = 20_000_000;
/** Definitions nest 100 levels at most (compiler/reading/build-tree.ts). */
const DEEPEST = 200;

/** A review that `dynconf review --format json` wrote, perhaps in a job that nobody trusts: its shape is checked. */
export function readReview(file: string): Review {
  return read(file, REVIEW_SCHEMA) as Review;
}

/** What `dynconf plan --format json` wrote. */
export function readPlans(file: string): Plans {
  return { notPlanned: [], ...(read(file, PLANS_SCHEMA) as Pick<Plans, 'plans'>) };
}

function read(file: string, schema: object): unknown {
  const value = parse(file);
  const ajv = new Ajv({ strict: true });
  if (ajv.validate(schema, value)) return value;
  const [problem] = ajv.errors ?? [];
  // The place and the rule, never the value.
  throw new CommandError(
    EXIT.usage,
    `${file} is not what dynconf writes: ${problem?.instancePath || 'it'} ${problem?.message ?? 'is wrong'}`,
  );
}

function parse(file: string): unknown {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new CommandError(EXIT.usage, `there is no file ${file}`);
  if (found.size > LARGEST_BYTES) throw new CommandError(EXIT.usage, `${file} is larger than any review`);
  const text = readFileSync(file, 'utf8');
  if (depthOf(text) > DEEPEST)
    throw new CommandError(EXIT.usage, `${file} is not what dynconf writes: it nests too deeply`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CommandError(EXIT.usage, `${file} is not JSON`);
  }
}

/** Of the text: whatever walks through the value afterwards goes down as often. */
function depthOf(text: string): number {
  let [depth, deepest, inText] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inText && character === '\\') at += 1;
    else if (character === '"') inText = !inText;
    else if (!inText && (character === '[' || character === '{')) deepest = Math.max(deepest, (depth += 1));
    else if (!inText && (character === ']' || character === '}')) depth -= 1;
  }
  return deepest;
}
