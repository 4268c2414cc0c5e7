import type { DiagnosticCode } from '../diagnostic-codes';
import type { Attribute, AttributeValue, Flag } from '../project';
import { listed } from '../reading/listed';
import type { Place } from '../reading/source';
import { enclosingKey, nodeAt, type YamlPath } from '../reading/yaml-tree';
import type { SideBySide, TargetPair } from './check-side-by-side';
import { refusingConstraint, servedAttributes } from './served-attributes';

export interface FlagPair {
  readonly base: Flag;
  readonly head: Flag;
}

/** Compares how a flag defines its attributes with what the other revision serves of them. */
export function compareAttributes(pair: FlagPair, context: SideBySide): void {
  for (const [name, before] of Object.entries(pair.base.attributes)) {
    const now = Object.hasOwn(pair.head.attributes, name) ? pair.head.attributes[name] : undefined;
    new Comparison(name, pair, context).compare(before, now);
  }
}

interface Served {
  readonly target: TargetPair;
  /** Absent: a block that is on without this attribute. */
  readonly value: AttributeValue | undefined;
}

class Comparison {
  constructor(
    private readonly name: string,
    private readonly pair: FlagPair,
    private readonly context: SideBySide,
  ) {}

  compare(before: Attribute, now: Attribute | undefined): void {
    const served = this.#served('base');
    // What nobody gets until now, nobody has come to expect.
    if (!served.some(hasValue)) return;
    if (!now) return this.#removed(before, served);
    if (isOtherType(before, now)) return this.#typeChanged([before, now], served);
    if (before.required && !now.required) this.#leftOut(served);
    this.#narrowed([before, now], served);
    this.#beyond(before);
  }

  #served(side: 'base' | 'head'): readonly Served[] {
    return this.context.targets.flatMap((target) =>
      servedAttributes(this.pair[side], target[side]).map((attributes) => {
        const value = Object.hasOwn(attributes, this.name) ? attributes[this.name] : undefined;
        return { target, value };
      }),
    );
  }

  /** Where the flag is off now, it shows no attributes at all, and everybody must be ready for that. */
  #removed(before: Attribute, served: readonly Served[]): void {
    if (this.pair.base.deprecated) return;
    const missed = served.filter((each) => hasValue(each) && this.#isOnNow(each));
    if (missed.length === 0) return;
    const says = {
      message: `${this.name} is gone, and it is served in ${placesOf(missed)}`,
      fix: before.required
        ? 'release it with required: false first, and remove it in a later release'
        : 'release without a value for it first, and remove it in a later release',
    };
    const at = this.#at(['attributes', this.name]);
    // Who reads an optional attribute has to manage without it.
    if (before.required) this.context.findings.error(at, 'ATTRIBUTE_REMOVED', says);
    else this.context.findings.warning(at, 'ATTRIBUTE_REMOVED', says);
  }

  #isOnNow({ target }: Served): boolean {
    return servedAttributes(this.pair.head, target.head).length > 0;
  }

  #typeChanged([before, now]: readonly [Attribute, Attribute], served: readonly Served[]): void {
    const inElements = before.type === now.type ? ['elements', 'type'] : ['type'];
    this.#error('ATTRIBUTE_TYPE_CHANGED', this.#valueAt(inElements), {
      message: `${this.name} was ${typeOf(before)} and is ${typeOf(now)} now: while the release grows, both are served in ${placesOf(served.filter(hasValue))}`,
      fix: 'give the new type to a new attribute, let consumers change, and remove the old one in a later release',
    });
  }

  /** Consumers on the previous definition were told that it is always there. */
  #leftOut(served: readonly Served[]): void {
    const before = new Set(served.filter(hasValue).map(({ target }) => target));
    const missing = this.#served('head').filter((each) => !hasValue(each) && before.has(each.target));
    if (missing.length === 0) return;
    this.#error('ATTRIBUTE_REMOVED', this.#at(['attributes', this.name, 'required']), {
      message: `${this.name} has been required until now, and none would be served in ${placesOf(missing)}`,
      fix: 'release it with required: false first, with its values, and remove the values in the next release',
    });
  }

  #narrowed([before, now]: readonly [Attribute, Attribute], served: readonly Served[]): void {
    const fix = 'change the values in this release, and narrow the attribute in the next one';
    const absent = now.required && !before.required ? served.filter((each) => !hasValue(each)) : [];
    if (absent.length > 0) {
      this.#error('ATTRIBUTE_NARROWED', this.#at(['attributes', this.name, 'required']), {
        message: `${this.name} is required now, and none is served in ${placesOf(absent)}`,
        fix,
      });
    }
    for (const { value, constraint, places } of refused(served, now)) {
      this.#error('ATTRIBUTE_NARROWED', this.#at(['attributes', this.name, ...constraint]), {
        message: `${value} is served in ${places}, and ${this.name} does not take it any more`,
        fix,
      });
    }
  }

  /** A warning: consumers may know more values than the definition that they were built with. */
  #beyond(before: Attribute): void {
    for (const { value, constraint, places } of refused(this.#served('head'), before)) {
      const at = this.#at(['attributes', this.name, ...constraint]);
      this.context.findings.warning(at, 'ATTRIBUTE_BEYOND_PREVIOUS', {
        message: `${this.name} would be ${value} in ${places}, and consumers on the previous definition do not expect it`,
        fix: 'widen the attribute in this release, and use the new values in the next one',
      });
    }
  }

  #error(code: DiagnosticCode, at: Place, says: { message: string; fix: string }): void {
    this.context.findings.error(at, code, says);
  }

  #at(path: YamlPath): Place {
    const { file } = this.pair.head.at;
    const root = this.context.files.rootOf(file);
    return (root && enclosingKey(root, path)) ?? this.context.files.startOf(file);
  }

  #valueAt(path: readonly string[]): Place {
    const whole = ['attributes', this.name, ...path];
    const root = this.context.files.rootOf(this.pair.head.at.file);
    return (root && nodeAt(root, whole)) ?? this.#at(whole);
  }
}

function hasValue({ value }: Served): boolean {
  return value !== undefined;
}

/** That elements get a type where they had none, or lose it, decides only with their values. */
function isOtherType(before: Attribute, now: Attribute): boolean {
  const [old, other] = [before.elements?.type, now.elements?.type];
  return before.type !== now.type || (old !== undefined && other !== undefined && old !== other);
}

/** `number`, or `array of number`. */
function typeOf({ type, elements }: Attribute): string {
  return elements ? `${type} of ${elements.type}` : type;
}

function placesOf(served: readonly Served[]): string {
  return listed([...new Set(served.map(({ target }) => target.selector))]);
}

interface Refused {
  readonly value: string;
  readonly constraint: readonly string[];
  readonly places: string;
}

/** Values that a definition does not take: each once, with all places that serve it. */
function refused(served: readonly Served[], by: Attribute): readonly Refused[] {
  const found = new Map<string, { constraint: readonly string[]; where: Served[] }>();
  for (const each of served) {
    const constraint = each.value === undefined ? undefined : refusingConstraint(each.value, by);
    if (!constraint) continue;
    const known = found.get(JSON.stringify(each.value));
    if (known) known.where.push(each);
    else found.set(JSON.stringify(each.value), { constraint, where: [each] });
  }
  return [...found].map(([value, { constraint, where }]) => ({
    value: value.length > 60 ? `${value.slice(0, 57)}...` : value,
    constraint,
    places: placesOf(where),
  }));
}
