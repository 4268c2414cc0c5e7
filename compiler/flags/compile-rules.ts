import type { DefinitionFile, Definitions } from '../definition-file';
import type { Segment } from '../project';
import type { Findings } from '../reading/findings';
import { offsetInText } from '../reading/offset-in-text';
import {
  enclosingKey,
  entriesOf,
  entryOf,
  itemsOf,
  nodeAt,
  plain,
  textOf,
  valueOf,
} from '../reading/yaml-tree';
import type { YamlNode, YamlPath } from '../reading/yaml-tree';
import { checkRule } from '../rules/check-rule';
import { compileCondition } from '../rules/compile-condition';

/** The AppConfig rule of each variant, by the variant's node; a variant whose condition has mistakes has none. */
export type CompiledRules = ReadonlyMap<YamlNode, string>;

export interface CompiledConditions {
  readonly rules: CompiledRules;
  readonly segments: readonly Segment[];
}

/** Compiles every segment and every variant's condition once. */
export function compileRules(definitions: Definitions, findings: Findings): CompiledConditions {
  const segments = new SegmentRules(definitions.segments, findings);
  const rules = new Map<YamlNode, string>();
  for (const variant of definitions.flags.flatMap(variantsOf)) {
    if (rules.has(variant)) continue;
    const rule = compileVariant(variant, { segments, findings });
    if (rule !== undefined) rules.set(variant, rule);
  }
  return { rules, segments: segments.compiled() };
}

/** The variants of every block of a flag. */
export function variantsOf(file: DefinitionFile): readonly YamlNode[] {
  return blocksOf(file).flatMap((block) => itemsOf(valueOf(block, 'variants')));
}

/** The default and every override of a flag. */
export function blocksOf({ root }: DefinitionFile): readonly YamlNode[] {
  const overrides = entriesOf(valueOf(root, 'overrides')).map(([, { value }]) => value);
  const defaults = valueOf(root, 'default');
  return defaults ? [defaults, ...overrides] : overrides;
}

interface Context {
  readonly segments: SegmentRules;
  readonly findings: Findings;
}

function compileVariant(variant: YamlNode, context: Context): string | undefined {
  const rule = textOf(valueOf(variant, 'rule'));
  // The structure check has said that it is empty.
  if (rule === '') return undefined;
  if (rule !== undefined)
    return checkWrittenRule(valueOf(variant, 'rule') as YamlNode, rule, context.findings);
  return compileWhen(variant, context);
}

function checkWrittenRule(node: YamlNode, rule: string, findings: Findings): string | undefined {
  const problems = checkRule(rule);
  for (const problem of problems) {
    const start = offsetInText(node, problem.offset);
    const end = start === undefined ? node.end : Math.min(start + problem.length, node.end);
    findings.problem({ source: node.source, start: start ?? node.start, end }, problem);
  }
  return problems.length === 0 ? rule : undefined;
}

/** Compiles the `when` of a variant or a segment. */
function compileWhen(owner: YamlNode, { segments, findings }: Context): string | undefined {
  const when = valueOf(owner, 'when');
  if (when?.kind !== 'map') return undefined;
  const compiled = compileCondition(plain(when), segments);
  if ('rule' in compiled) return compiled.rule;
  for (const problem of compiled.problems) {
    if (isNoNumber(nodeAt(when, problem.path))) continue;
    findings.problem(placeOf(owner, problem.path, problem.onKey === true), problem);
  }
  return undefined;
}

/** `.inf` and `.nan` are reported where they are read. */
function isNoNumber(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && typeof node.value === 'number' && !Number.isFinite(node.value);
}

function placeOf(owner: YamlNode, path: YamlPath, isAboutKey: boolean): ReturnType<typeof keyOrValue> {
  return keyOrValue(owner, ['when', ...path], isAboutKey);
}

function keyOrValue(owner: YamlNode, path: YamlPath, isAboutKey: boolean) {
  const node = nodeAt(owner, path);
  return isAboutKey || !node ? (enclosingKey(owner, path) ?? owner) : node;
}

/** Rules of segments, each compiled when it is first asked for: segments may use each other, but not in a circle. */
class SegmentRules {
  readonly #files: ReadonlyMap<string, DefinitionFile>;
  readonly #rules = new Map<string, string | undefined>();
  readonly #path: string[] = [];
  readonly segmentNames: readonly string[];

  constructor(
    files: readonly DefinitionFile[],
    private readonly findings: Findings,
  ) {
    this.#files = new Map(files.map((file) => [file.name, file]));
    this.segmentNames = [...this.#files.keys()];
    for (const name of this.segmentNames) this.segmentRule(name);
  }

  /** Bound: `compileCondition` gets this object as its context. */
  readonly segmentRule = (name: string): string | undefined => {
    if (this.#rules.has(name)) return this.#rules.get(name);
    const file = this.#files.get(name);
    if (!file?.root) return undefined;
    if (this.#path.includes(name)) {
      this.#reportCircle(name);
      return undefined;
    }
    this.#path.push(name);
    const rule = compileWhen(file.root, { segments: this, findings: this.findings });
    this.#path.pop();
    this.#rules.set(name, rule);
    return rule;
  };

  compiled(): readonly Segment[] {
    return [...this.#files.values()].map(({ name, root }) => ({
      name,
      description: textOf(valueOf(root, 'description')) ?? '',
      rule: this.#rules.get(name) ?? '',
    }));
  }

  #reportCircle(name: string): void {
    const circle = [...this.#path.slice(this.#path.indexOf(name)), name];
    const user = this.#files.get(this.#path.at(-1) ?? name)?.root;
    const at = user && findUse(user, name);
    if (!at) return;
    this.findings.error(at, 'SEGMENT_CYCLE', {
      message: `segments use each other in a circle: ${circle.join(' → ')}`,
      fix: 'write one of the conditions out',
    });
  }
}

/** The value of a `segment:` entry that names the segment. */
function findUse(node: YamlNode, name: string): YamlNode | undefined {
  const used = entryOf(node, 'segment')?.value;
  if (used && textOf(used) === name) return used;
  const children = node.kind === 'list' ? node.items : entriesOf(node).map(([, { value }]) => value);
  for (const child of children) {
    const found = findUse(child, name);
    if (found) return found;
  }
  return undefined;
}
