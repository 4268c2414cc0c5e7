import { Findings } from '../../../compiler/reading/findings';
import { parseYaml } from '../../../compiler/reading/parse-yaml';
import { Source } from '../../../compiler/reading/source';

function said(text: string) {
  const findings = new Findings();
  parseYaml(new Source('flags/checkout/pay.yaml', text), findings);
  return findings
    .sorted()
    .map(({ line, column, message, fix }) => `${line}:${column} ${message} | ${fix}`)
    .join('\n')
    .replace('the file is not YAML: ', '');
}

test.each([
  [
    'a colon in a text',
    'a: 1\ndescription: Pay: now\n',
    "2:14 the text contains `: ` | put the text in quotes: 'Pay: now'; a map begins in a line of its own",
  ],
  [
    'a colon in a text that has quotes of its own',
    "description: It's: now\n",
    '1:14 the text contains `: ` | put the text in quotes; a map begins in a line of its own',
  ],
  [
    'one space too many',
    'owner: team-a\ndefault:\n  enabled: true\n   max: 1\n',
    '3:12 the next line is indented more than this one, which has its value already | start the next line in column 3, as this one',
  ],
  [
    'one space too few',
    'default:\n   enabled: true\n  max: 1\n',
    '3:1 the line starts in another column than the lines that it belongs to | indent it exactly as they are',
  ],
  [
    'an at sign first',
    'owner: @team-a # ours\n',
    "1:8 a text cannot start with @ unless it is in quotes | put it in quotes: '@team-a'",
  ],
  [
    'a backtick first',
    'default: { label: `x`, b: 1 }\n',
    "1:19 a text cannot start with ` unless it is in quotes | put it in quotes: '`x`'",
  ],
  [
    'a percent sign first',
    'description: %x\n',
    "1:14 a text cannot start with % unless it is in quotes | put it in quotes: '%x'",
  ],
  [
    'a quote that is not closed',
    'a: "x"\ndescription: "Pay\nowner: team-a\n',
    '4:1 the quote " opened in line 2, column 14 is not closed | close it with " where its text ends',
  ],
  [
    'a quote inside a text',
    'a: "say "hi""\n',
    '1:10 something follows the quote " that closes the text | a quote inside the text is written \\"',
  ],
  [
    'an apostrophe inside a text',
    "a: 'it's'\n",
    "1:8 something follows the quote ' that closes the text | a quote inside the text is written ''",
  ],
  [
    'a merge conflict',
    'a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n',
    '2:1 a merge conflict is not resolved, it begins with <<<<<<< in line 2 | keep what is right, and remove the lines with <<<<<<<, ======= and >>>>>>>',
  ],
  [
    'line ends of long ago',
    'a: 1\rb: 2\rc: 3\r',
    '1:4 its lines end with CR alone, so it is all one line | save it with the line ends LF or CRLF',
  ],
  [
    'a colon without its space',
    'owner: team-a\nlifecycle:release\ndefault: {}\n',
    '2:1 a space is missing after the colon | write lifecycle: release',
  ],
  [
    'a colon without its space, in a file of one line',
    'enabled:true\n',
    '1:1 the file is a single value, it must be a map: a space is missing after the colon | write enabled: true',
  ],
  ['a line without a colon', 'owner team-a\ndefault: {}\n', '1:1 this line has no `: ` | write key: value'],
  [
    'an open bracket',
    'default: { enabled: true\nowner: team-a\n',
    '2:1 the { before it is not closed | close it with }, or indent what belongs into it',
  ],
  [
    'a space that is none',
    'owner:\u00a0team-a\ndefault: {}\n',
    '1:1 a non-breaking space (U+00A0) stands here | replace it by an ordinary space',
  ],
  [
    'what nobody has thought of',
    'a: |x\n',
    '1:5 block scalar header includes extra characters: |x | correct the syntax here',
  ],
])('saySyntax() has words for %s', (_what, text, expected) => {
  expect(said(text)).toBe(expected);
});

test('saySyntax() calls a file by the language that it was written in', () => {
  const findings = new Findings();
  parseYaml(new Source('opconfig/limits.json', '{"a": 1,,}'), findings);
  expect(findings.sorted().map(({ message }) => message)).toEqual([
    expect.stringMatching(/^the file is not JSON: /),
  ]);
});
