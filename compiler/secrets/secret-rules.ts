/** The part of secretlint's interface that its rules need; the host that comes with it is asynchronous. */
export interface Preset {
  readonly meta: { readonly id: string; readonly recommended: boolean; readonly type: 'preset' };
  readonly rules: readonly Rule[];
  create(context: { registerRule(rule: Rule): void }): void;
}

export interface Rule {
  readonly meta: {
    readonly id: string;
    readonly recommended: boolean;
    readonly type: 'scanner';
    readonly supportedContentTypes: readonly string[];
  };
  readonly messages: object;
  create(context: RuleContext, options: object): { file?(source: { readonly content: string }): unknown };
}

export interface RuleContext {
  createTranslator(messages: object): (messageId: string) => { readonly messageId: string };
  report(report: { readonly message: { readonly messageId: string }; readonly range: Range }): void;
  ignore(ignored: { readonly message: object; readonly targetRuleId: string; readonly range: Range }): void;
}

export type Range = readonly [start: number, end: number];

/** What a comment on the line of a text that is no secret says, with the rule and the reason in their places. */
export const EXCUSE = '# secretlint-disable-line <rule> -- <reason>';
const EXCUSES =
  /secretlint-disable-line[ \t]+(?:@secretlint\/secretlint-rule-)?([a-z0-9-]+)[ \t]+--[ \t]+\p{L}/gu;
const MESSAGES = { EXCUSED: { en: () => 'excused, with a reason' } };

/** secretlint's own comments silence every rule, to the end of a file, and need no reason: they say nothing here. */
const OWN_COMMENTS = '@secretlint/secretlint-rule-filter-comments';

/** One rule, on one line, with a reason: anything else that looks like an excuse is none. */
const EXCUSED_LINES: Rule = {
  messages: MESSAGES,
  meta: {
    id: 'dynconf-excused-lines',
    recommended: true,
    type: 'scanner',
    supportedContentTypes: ['text'],
  },
  create: (context) => ({
    file({ content }) {
      const t = context.createTranslator(MESSAGES);
      for (const { index, 1: rule = '' } of content.matchAll(EXCUSES)) {
        const end = content.indexOf('\n', index);
        context.ignore({
          message: t('EXCUSED'),
          targetRuleId: `@secretlint/secretlint-rule-${rule}`,
          range: [content.lastIndexOf('\n', index) + 1, end === -1 ? content.length : end],
        });
      }
    },
  }),
};

/** What is searched for, as secretlint takes it: by `check` in definitions, by the build and before a commit in every file. */
export function secretRules(): Preset {
  const rules = [...recommended().rules.filter(({ meta }) => meta.id !== OWN_COMMENTS), EXCUSED_LINES];
  return {
    meta: { id: 'dynconf-secret-rules', recommended: true, type: 'preset' },
    rules,
    create: ({ registerRule }) => rules.forEach((rule) => registerRule(rule)),
  };
}

function recommended(): Preset {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an ES module without types for CommonJS
  return (require('@secretlint/secretlint-rule-preset-recommend') as { creator: Preset }).creator;
}
