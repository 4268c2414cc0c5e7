import { type Range, type RuleContext, secretRules } from './secret-rules';

/** Part of a text that looks like a secret. */
export interface FoundSecret {
  readonly start: number;
  readonly end: number;
  /** Whose: `github`, `aws`, `privatekey`. */
  readonly kind: string;
}

interface Ignored {
  readonly rule: string;
  readonly range: Range;
}

/** Account numbers are no secret: every environment has one. */
const NO_SECRET: readonly string[] = ['AWSAccountID'];

/** Finds what secretlint's recommended rules take for a secret, and nobody has excused. */
export function findSecrets(text: string): readonly FoundSecret[] {
  const found: (FoundSecret & { readonly rule: string })[] = [];
  const ignored: Ignored[] = [];
  const source = new SecretSource(text);
  secretRules().create({
    registerRule(rule) {
      const { id } = rule.meta;
      const context: RuleContext = {
        createTranslator: () => (messageId) => ({ messageId }),
        report({ message, range: [start, end] }) {
          if (NO_SECRET.includes(message.messageId)) return;
          found.push({ start, end, kind: id.slice(id.lastIndexOf('-rule-') + '-rule-'.length), rule: id });
        },
        ignore: ({ targetRuleId, range }) => ignored.push({ rule: targetRuleId, range }),
      };
      rule.create(context, { enableIDScanRule: true }).file?.(source);
    },
  });
  return found
    .filter((secret) => !ignored.some((each) => isIgnored(secret, each)))
    .map(({ start, end, kind }) => ({ start, end, kind }))
    .sort((a, b) => a.start - b.start);
}

function isIgnored(secret: FoundSecret & { readonly rule: string }, { rule, range }: Ignored): boolean {
  return rule === secret.rule && range[0] <= secret.start && secret.end <= range[1];
}

/** What a rule reads: the text, and where its lines are. */
class SecretSource {
  readonly contentType = 'text';
  readonly ext = '.yaml';
  readonly hasBOM = false;

  constructor(readonly content: string) {}

  getFilePath(): undefined {
    return undefined;
  }

  indexToPosition(index: number): { line: number; column: number } {
    const before = this.content.slice(0, index).split('\n');
    return { line: before.length, column: before.at(-1)?.length ?? 0 };
  }

  positionToIndex({ line, column }: { line: number; column: number }): number {
    const before = this.content.split('\n').slice(0, line - 1);
    return before.reduce((sum, each) => sum + each.length + 1, 0) + column;
  }

  locationToRange({ start, end }: Record<'start' | 'end', { line: number; column: number }>): Range {
    return [this.positionToIndex(start), this.positionToIndex(end)];
  }
}
