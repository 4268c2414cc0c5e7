import type { Findings } from '../reading/findings';
import { didYouMean } from '../reading/nearest';
import { sayMissingSpace, sayOddSpace } from '../reading/say-syntax';
import type { Place } from '../reading/source';
import type { AttributeRule } from './attribute-rule';

export type AttributeRules = ReadonlyMap<string, AttributeRule>;

export interface BlockContext {
  readonly rules: AttributeRules;
  readonly findings: Findings;
  /** For messages: nothing for the default, else ` in prod`. */
  readonly where: string;
}

/** A value for an attribute that the flag does not define. */
export function reportUnknownAttribute(
  name: string,
  key: Place,
  { rules, findings, more }: BlockContext & { readonly more: readonly string[] },
): void {
  const known = [...rules.keys()];
  const slip = sayOddSpace(name) ?? sayMissingSpace(name);
  findings.error(key, 'ATTRIBUTE_UNKNOWN', {
    message: `${name} is no attribute of this flag${slip ? `: ${slip.message}` : didYouMean(name, [...known, ...more])}`,
    fix: slip
      ? slip.fix
      : known.length > 0
        ? `its attributes: ${known.join(', ')}`
        : `define it: attributes.${name}`,
  });
}
