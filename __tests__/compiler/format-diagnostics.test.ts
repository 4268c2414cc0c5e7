import type { Diagnostic } from '../../compiler/diagnostic';
import { formatDiagnostics, type DiagnosticFormat } from '../../compiler/format-diagnostics';

function aDiagnostic(overrides: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: 'ATTRIBUTE_ABOVE_MAXIMUM',
    severity: 'error',
    file: 'flags/checkout/pay.yaml',
    line: 2,
    column: 15,
    endLine: 2,
    endColumn: 18,
    message: 'max-amount is 900 in prod, at most 500 is allowed',
    fix: 'lower it, or raise attributes.max-amount.maximum',
    ...overrides,
  };
}

function format(
  diagnostics: readonly Diagnostic[],
  { text = 'default:\n  max-amount: 900\n', as = 'text' as DiagnosticFormat, width = 80, color = false } = {},
): string {
  const sources = new Map([['flags/checkout/pay.yaml', text]]);
  return formatDiagnostics(diagnostics, { format: as, sources, color, width });
}

/** The excerpt and its caret line. */
function excerpt(text: string, overrides: Partial<Diagnostic>, width = 80): string[] {
  return format([aDiagnostic(overrides)], { text, width })
    .split('\n')
    .slice(2, 4);
}

test('formatDiagnostics() shows where, what, the line with a caret, and the fix', () => {
  expect(format([aDiagnostic()])).toBe(
    [
      'flags/checkout/pay.yaml:2:15  error  ATTRIBUTE_ABOVE_MAXIMUM',
      '  max-amount is 900 in prod, at most 500 is allowed',
      '  2 |   max-amount: 900',
      '    |               ^^^',
      '  fix: lower it, or raise attributes.max-amount.maximum',
      '',
      '1 error',
    ].join('\n'),
  );
});

test('formatDiagnostics() ends with how many errors and warnings there are', () => {
  const warning = aDiagnostic({ severity: 'warning' });
  expect(
    format([aDiagnostic(), aDiagnostic({ line: 1 }), warning])
      .split('\n')
      .at(-1),
  ).toBe('2 errors, 1 warning');
  expect(format([warning]).split('\n').at(-1)).toBe('1 warning');
  expect(format([])).toBe('no mistakes in 1 file');
});

test('formatDiagnostics() puts the caret right behind tabs, wide characters and combining marks', () => {
  expect(excerpt('a:\t900', { line: 1, column: 4, endLine: 1, endColumn: 7 })).toEqual([
    '  1 | a:    900',
    '    |       ^^^',
  ]);
  expect(excerpt('a: "日本😀" 900', { line: 1, column: 11, endLine: 1, endColumn: 14 })).toEqual([
    '  1 | a: "日本😀" 900',
    '    |             ^^^',
  ]);
  expect(excerpt('a: e\u0301 900', { line: 1, column: 7, endLine: 1, endColumn: 10 })[1]).toBe(
    '    |      ^^^',
  );
});

test('formatDiagnostics() cuts a long line to the terminal and keeps what is marked in sight', () => {
  const text = `${'a'.repeat(300)}BAD${'c'.repeat(300)}`;
  const [line = '', caret = ''] = excerpt(text, { line: 1, column: 301, endLine: 1, endColumn: 304 }, 60);
  expect(line.length).toBeLessThanOrEqual(60);
  expect(line.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('BAD');
});

test('formatDiagnostics() marks only the first line of what goes on', () => {
  const lines = excerpt('a:\n  b: 1\n  c: 2\n', { line: 2, column: 3, endLine: 3, endColumn: 7 });
  expect(lines).toEqual(['  2 |   b: 1', '    |   ^^^^']);
});

test('formatDiagnostics() marks a place behind the end of a line', () => {
  expect(excerpt('a: [1', { line: 1, column: 6, endLine: 1, endColumn: 6 })).toEqual([
    '  1 | a: [1',
    '    |      ^',
  ]);
});

test('formatDiagnostics() shows no line where there is none', () => {
  const lines = format([aDiagnostic({ file: 'environments', line: 1 })]).split('\n');
  expect(lines).toHaveLength(5);
});

test('formatDiagnostics() sends nothing to the terminal that a file says', () => {
  const text = 'a: \u001b[31mred\u0007 \u202eevil';
  const shown = format([aDiagnostic({ line: 1, column: 4, endLine: 1, endColumn: 6, message: text })], {
    text,
  });
  expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

test('formatDiagnostics() colours only when asked', () => {
  expect(format([aDiagnostic()])).not.toContain('\u001b');
  expect(format([aDiagnostic()], { color: true })).toContain('\u001b[31merror\u001b[0m');
});

test('formatDiagnostics() writes JSON with exactly the fields of the contract', () => {
  const parsed: unknown = JSON.parse(
    format([aDiagnostic(), aDiagnostic({ severity: 'warning' })], { as: 'json' }),
  );
  expect(parsed).toEqual({
    diagnostics: [aDiagnostic(), aDiagnostic({ severity: 'warning' })],
    errors: 1,
    warnings: 1,
  });
});

test('formatDiagnostics() writes SARIF 2.1.0 with a rule, a level and a region', () => {
  const sarif = JSON.parse(format([aDiagnostic({ file: 'flags/a b.yaml' })], { as: 'sarif' })) as {
    version: string;
    runs: [{ tool: { driver: { rules: { id: string }[] } }; results: object[] }];
  };
  expect(sarif.version).toBe('2.1.0');
  expect(sarif.runs[0].tool.driver.rules).toEqual([
    {
      id: 'ATTRIBUTE_ABOVE_MAXIMUM',
      shortDescription: { text: 'a number above the maximum of its attribute' },
    },
  ]);
  expect(sarif.runs[0].results).toEqual([
    {
      ruleId: 'ATTRIBUTE_ABOVE_MAXIMUM',
      ruleIndex: 0,
      level: 'error',
      message: {
        text: 'max-amount is 900 in prod, at most 500 is allowed (fix: lower it, or raise attributes.max-amount.maximum)',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'flags/a%20b.yaml', uriBaseId: 'ROOT' },
            region: { startLine: 2, startColumn: 15, endLine: 2, endColumn: 18 },
          },
        },
      ],
    },
  ]);
});

test('formatDiagnostics() escapes what GitHub would take for its own', () => {
  const github = format([aDiagnostic({ file: 'a,b:c.yaml', message: '100 % of\nall: x' })], { as: 'github' });
  expect(github).toBe(
    '::error file=a%2Cb%3Ac.yaml,line=2,col=15,endLine=2,endColumn=18,title=ATTRIBUTE_ABOVE_MAXIMUM::100 %25 of%0Aall: x (fix: lower it, or raise attributes.max-amount.maximum)',
  );
});
