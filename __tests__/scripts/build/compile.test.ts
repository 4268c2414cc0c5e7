import { typeErrorsIn } from '../../../scripts/build/compile';

describe('typeErrorsIn()', () => {
  it('typeErrorsIn() reads place, code and message, and what explains it on the lines below', () => {
    const output = [
      "cli/a.ts(3,14): error TS2322: Type 'string' is not assignable to type 'Plan'.",
      "  Property 'stages' is missing.",
      "cli/(b).ts(10,1): error TS1005: ';' expected.",
      '',
    ].join('\n');
    expect(typeErrorsIn(output)).toEqual([
      {
        rule: 'TS2322',
        level: 'error',
        message: "Type 'string' is not assignable to type 'Plan'.\nProperty 'stages' is missing.",
        file: 'cli/a.ts',
        line: 3,
        column: 14,
      },
      { rule: 'TS1005', level: 'error', message: "';' expected.", file: 'cli/(b).ts', line: 10, column: 1 },
    ]);
  });

  it('typeErrorsIn() finds nothing in what is no error in a file', () => {
    expect(typeErrorsIn("error TS5083: Cannot read file 'tsconfig.json'.\n")).toEqual([]);
    expect(typeErrorsIn('')).toEqual([]);
  });
});
