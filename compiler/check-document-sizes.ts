import { compileFlags, compileOperations } from './compile-documents';
import { canonicalJson } from './canonical-json';
import type { Component, Flag, JsonObject, Operations, Project, Target } from './project';
import type { Span } from './diagnostic';
import type { Findings } from './reading/findings';
import { startOfFile } from './reading/source';
import { selectorOf, targetsOf } from './targets';

/** AppConfig's hosted store: 2 MB per version by default, 4 MB at most. */
const MAXIMUM_BYTES = 2 * 1024 * 1024;
const LARGE_BYTES = 1024 * 1024;

/** Checks that AppConfig's hosted store can take every document; the largest one of each profile is named. */
export function checkDocumentSizes(project: Project, findings: Findings): void {
  const targets = targetsOf(project);
  for (const component of project.components) {
    checkFlags(component, targets, findings);
    if (component.operations) checkOperations(component.operations, targets, findings);
  }
}

function checkFlags({ name, flags }: Component, targets: readonly Target[], findings: Findings): void {
  const sizes = flags.map(largestSize);
  // Compiling every document of every target would cost more than all other checks: only what may be large is.
  if (sizes.reduce((sum, size) => sum + size, 0) <= LARGE_BYTES) return;
  const largest = flags[sizes.indexOf(Math.max(...sizes))];
  if (!largest) return;
  const documents = targets.map((target) => ({ target, value: compileFlags(flags, target) }));
  reportLarge(`the flags of ${name}`, { at: largest.at, documents }, findings);
}

/** At least as many bytes as the flag takes in any document: every variant repeats the attributes of its block. */
function largestSize(flag: Flag): number {
  const blocks = [flag.default, ...Object.values(flag.overrides)];
  const attributes = blocks.reduce((sum, block) => sum + byteLength(block.attributes as JsonObject), 0);
  const variants = blocks.reduce((most, block) => Math.max(most, block.variants?.length ?? 0), 0);
  return byteLength(flag as unknown as JsonObject) + variants * attributes;
}

function checkOperations(operations: Operations, targets: readonly Target[], findings: Findings): void {
  const { default: defaults, overrides, component, at } = operations;
  if (byteLength(defaults) + byteLength(overrides) <= LARGE_BYTES) return;
  const documents = targets.map((target) => ({ target, value: compileOperations(operations, target) }));
  reportLarge(`the operations document of ${component}`, { at, documents }, findings);
}

interface Documents {
  readonly at: Span;
  readonly documents: readonly { readonly target: Target; readonly value: JsonObject }[];
}

function reportLarge(what: string, { at, documents }: Documents, findings: Findings): void {
  const sizes = documents.map(({ value }) => Buffer.byteLength(canonicalJson(value)));
  const bytes = sizes.reduce((most, size) => Math.max(most, size), 0);
  const target = documents[sizes.indexOf(bytes)]?.target;
  if (bytes <= LARGE_BYTES || !target) return;
  const size = `${(bytes / LARGE_BYTES).toFixed(2)} MB in ${selectorOf(target)}`;
  const says = {
    message: `${what} ${bytes > MAXIMUM_BYTES ? 'has' : 'already has'} ${size}, AppConfig stores 2 MB`,
    fix: 'remove what is not needed, or split the component',
  };
  if (bytes > MAXIMUM_BYTES) findings.error(startOfFile(at.file), 'DOCUMENT_TOO_LARGE', says);
  else findings.warning(startOfFile(at.file), 'DOCUMENT_LARGE', says);
}

function byteLength(value: JsonObject): number {
  return Buffer.byteLength(JSON.stringify(value));
}
