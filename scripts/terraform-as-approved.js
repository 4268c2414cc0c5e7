'use strict';
/**
 * Plans a stack; applies the plan that was approved, and no other.
 *
 *   node terraform-as-approved.js plan FOLDER             shows the plan, and prints the mark of what it means
 *   node terraform-as-approved.js apply FOLDER MARK       plans again, and applies that plan if it has this mark
 *
 * A plan file holds the state in plain text, so nobody keeps one between the two: they compare marks, SHA-256 over what
 * would change, over the configuration that what is not known yet comes from, and over nothing that two plans of
 * the same thing differ in. The pipeline carries this text in its own definition; no package is needed.
 *
 * Exit codes: 0 done, or nothing to do; 2 wrong usage; 3 refused; any other is Terraform's.
 */
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const USAGE = 'write plan FOLDER, or apply FOLDER MARK, with the mark that plan printed';
const MARK = /^[0-9a-f]{64}(\.[\w-]*)?$/;
/** Of an address, and of what happens to it: enough to say what differs; only the whole digest decides. */
const SHORT_CHARACTERS = 3;
/** More would not fit beside the other variables of an action: its configuration takes 1,000 characters. */
const MOST_SHORT_MARKS = 36;

class Failure extends Error {
  constructor(exitCode, message) {
    super(message);
    this.exitCode = exitCode;
  }
}

function main([mode, folder, mark, ...rest]) {
  const isPlan = mode === 'plan' && mark === undefined;
  const isApply = mode === 'apply' && MARK.test(mark ?? '');
  if (folder === undefined || rest.length > 0 || !(isPlan || isApply)) throw new Failure(2, USAGE);
  // Only its user can read it.
  const work = mkdtempSync(join(tmpdir(), 'dynconf-approved-'));
  try {
    const file = join(work, 'tfplan');
    const meaning = planned(folder, file, isPlan ? ['-lock=false'] : []);
    if (isPlan) return console.log(markOf(meaning));
    if (meaning.isNothing) return console.error('nothing to change: nothing is applied');
    if (markOf(meaning) !== mark) throw new Failure(3, refusal(meaning, mark));
    console.error('this is the plan that was approved');
    terraform(folder, ['apply', '-input=false', '-no-color', file]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function planned(folder, file, options) {
  terraform(folder, ['init', '-input=false', '-no-color']);
  terraform(folder, ['plan', '-input=false', '-no-color', ...options, `-out=${file}`]);
  return meaningOf(parsed(terraform(folder, ['show', '-json', file], 'pipe')));
}

/** What JSON.parse says of a mistake quotes the text, and that holds secrets. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(70, 'terraform show printed no JSON');
  }
}

/** What it says goes to standard error: standard output is the mark. */
function terraform(folder, args, stdout = 2) {
  const { status, error, output } = spawnSync('terraform', [`-chdir=${folder}`, ...args], {
    stdio: ['ignore', stdout, 2],
    encoding: 'utf8',
    maxBuffer: 1 << 29,
  });
  if (error) throw new Failure(2, `terraform does not run: ${error.message}`);
  if (status !== 0) throw new Failure(status ?? 1, `terraform ${args[0]} failed`);
  return output[1];
}

/** Without the time of the plan, what drifted and stays, and whatever else differs between two plans of the same. */
function meaningOf({ resource_changes: resources = [], output_changes: outputs = {}, ...plan }) {
  const { configuration, variables, resource_drift: drifted = [], applyable } = plan;
  const changes = [
    ...resources.filter(isChange).map((one) => ({ name: nameOf(one), does: meaningOfResource(one) })),
    ...Object.entries(outputs)
      .filter(([, { actions }]) => !isNoOp(actions))
      .map(([name, change]) => ({ name: `output.${name}`, does: meaningOfChange(change) })),
  ].sort((left, right) => (left.name < right.name ? -1 : 1));
  return {
    changes,
    digest: digest({ changes, configuration, variables }, 'hex'),
    isNothing: changes.length === 0 && applyable !== true,
    names: [...resources, ...drifted]
      .map(nameOf)
      .concat(Object.keys(outputs).map((name) => `output.${name}`)),
  };
}

/** A resource that is only called something else, or imported, changes the state. */
function isChange({ previous_address: before, address, change }) {
  return !isNoOp(change.actions) || (before ?? address) !== address || change.importing !== undefined;
}

function isNoOp(actions) {
  return actions.every((action) => action === 'no-op');
}

/** An address may have an object of its own and others that are still to be deleted. */
function nameOf({ address, deposed }) {
  return deposed === undefined ? address : `${address} (deposed ${deposed})`;
}

function meaningOfResource({ previous_address: before, provider_name: provider, change }) {
  return { ...meaningOfChange(change), before_address: before, provider, importing: change.importing };
}

function meaningOfChange({ actions, before, after, after_unknown: unknown, replace_paths: replaced }) {
  return { actions, before, after, unknown, replaced };
}

function markOf({ digest, changes }) {
  if (changes.length > MOST_SHORT_MARKS) return digest;
  return `${digest}.${changes.map(({ name, does }) => short(name) + short(does)).join('')}`;
}

function short(value) {
  return digest(value, 'base64url').slice(0, SHORT_CHARACTERS);
}

function digest(value, encoding) {
  return createHash('sha256').update(canonical(value)).digest(encoding);
}

/** JSON with sorted keys. */
function canonical(value) {
  return JSON.stringify(value, (_, part) =>
    part === null || typeof part !== 'object' || Array.isArray(part)
      ? part
      : Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1))),
  );
}

/** Addresses and actions only: values may be secrets. */
function refusal(meaning, mark) {
  return [
    'refused: this is not the plan that was approved, and nothing is changed',
    ...differences(meaning, mark).map((line) => `  ${line}`),
    'start the pipeline again: it shows the plan of now, and asks',
  ].join('\n');
}

function differences({ changes, names }, mark) {
  const [, shorts] = mark.split('.');
  const list = changes.map(({ name, does }) => `${does.actions.join(', ')} ${name}`);
  if (shorts === undefined) return ['too much was approved to say what differs; planned now:', ...list];
  const pairs = shorts.match(new RegExp(`.{${2 * SHORT_CHARACTERS}}`, 'g')) ?? [];
  const approved = new Map(
    pairs.map((pair) => [pair.slice(0, SHORT_CHARACTERS), pair.slice(SHORT_CHARACTERS)]),
  );
  const found = changes.flatMap(({ name, does }, index) => {
    const was = approved.get(short(name));
    approved.delete(short(name));
    if (was === short(does)) return [];
    return [
      `${list[index]}: ${was === undefined ? 'was not approved' : 'is another change than was approved'}`,
    ];
  });
  const known = new Map(names.map((name) => [short(name), name]));
  const gone = [...approved.keys()].map(
    (key) =>
      `${known.get(key) ?? 'something that is not there any more'}: was approved, and is not planned now`,
  );
  const all = [...found, ...gone];
  return all.length > 0 ? all : ['the configuration is another one'];
}

// Terraform hears of it, too, and is waited for: it has a state to write.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Failure ? error.message : error);
  process.exitCode = error instanceof Failure ? error.exitCode : 70;
}
