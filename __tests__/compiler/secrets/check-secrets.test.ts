import { formatDiagnostics } from '../../../compiler/format-diagnostics';
import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

// Put together here, so that nobody takes this file for one with secrets.
const GITHUB = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
const AWS_KEY = `AKIA${'Z7QXW2M4'.repeat(2)}`;
const AWS_SECRET = 'Aa1b'.repeat(10);
const PASSWORD = 'Tr0ub4dor3nine';
const PRIVATE_KEY = [
  `-----BEGIN RSA ${'PRIVATE'} KEY-----`,
  'MIIEow'.repeat(20),
  `-----END RSA PRIVATE KEY-----`,
];
const CHECKOUT = 'opconfig/checkout.yaml';

describe('checkSecrets()', () => {
  it.each<[string, string, [secret: string, at: string]]>([
    ['a token', `token: ${GITHUB}`, [GITHUB, '3:10']],
    ['an access key', `key: "${AWS_KEY}"`, [AWS_KEY, '3:8']],
    ['a secret key', `secretAccessKey: ${AWS_SECRET}`, [AWS_SECRET, '3:20']],
    ['a password in a URL', `url: "https://carol:${PASSWORD}@db.acme.com/x"`, [PASSWORD, '3:8']],
    ['a private key', `pem: |\n${PRIVATE_KEY.map((line) => `    ${line}`).join('\n')}`, ['MIIEow', '3:8']],
    ['a comment', `level: info # ${GITHUB}`, [GITHUB, '3:17']],
  ])('checkSecrets() refuses %s at its value and prints nothing of it', (_what, line, [secret, at]) => {
    const { found, printed } = check({ [CHECKOUT]: `owner: team-a\ndefault:\n  ${line}\n` });
    expect(found).toEqual([`SECRET_FOUND ${CHECKOUT}:${at}`]);
    expect(printed).not.toContain(secret.slice(-12));
  });

  it('checkSecrets() keeps a secret out of what else is wrong with its value', () => {
    const schema = `schema: { properties: { a: { enum: [x, ${GITHUB}] }, b: { enum: [x] }, c: { type: integer } } }`;
    const values = `default: { a: z, b: ${GITHUB}, c: ${AWS_KEY} }`;
    const { found, printed } = check({ [CHECKOUT]: `owner: team-a\n${schema}\n${values}\n` });
    expect(found.filter((each) => each.startsWith('SECRET_FOUND'))).toHaveLength(3);
    expect(found).toContain(`VALUE_NOT_ALLOWED ${CHECKOUT}:3:15`);
    expect(printed).not.toContain(GITHUB);
    expect(printed).not.toContain(AWS_KEY);
  });

  it('checkSecrets() looks into schemas and files that are not YAML, each by itself', () => {
    const files = {
      'opconfig/checkout.schema.json': `{ "description": "${AWS_KEY}" }`,
      [CHECKOUT]: 'owner: team-a\nschema: checkout.schema.json\ndefault: {}\n',
      'flags/checkout/pay.yaml': `description: [${GITHUB}\n`,
    };
    const { found, printed } = check(files);
    expect(found.filter((each) => each.startsWith('SECRET_FOUND'))).toEqual([
      'SECRET_FOUND flags/checkout/pay.yaml:1:15',
      'SECRET_FOUND opconfig/checkout.schema.json:1:19',
    ]);
    expect(printed).not.toContain(GITHUB);
  });

  it('checkSecrets() leaves a line alone whose comment excuses it with a reason, and only that line', () => {
    const line = `${GITHUB} # secretlint-disable-line github -- made up, for the docs`;
    const { found } = check({
      [CHECKOUT]: `owner: team-a\ndefault:\n  a: ${line}\n  b: ${GITHUB}\n`,
      'opconfig/search.yaml': `owner: team-a\ndefault: { a: ${GITHUB} }\n`,
    });
    expect(found).toEqual([`SECRET_FOUND ${CHECKOUT}:4:6`, 'SECRET_FOUND opconfig/search.yaml:2:15']);
  });

  it.each([
    ['a whole file', '# secretlint-disable', ''],
    ['a whole file, with a rule and a reason', '# secretlint-disable github -- made up', ''],
    ['the next line', '# secretlint-disable-next-line github -- made up', ''],
    ['a line without rule and reason', '', ' # secretlint-disable-line'],
    ['a line without a reason', '', ' # secretlint-disable-line github'],
    ['a line with an empty reason', '', ' # secretlint-disable-line github -- '],
    ['a line without a rule', '', ' # secretlint-disable-line -- made up'],
    ['another rule', '', ' # secretlint-disable-line slack -- made up'],
  ])('checkSecrets() believes no comment that excuses %s', (_what, before, behind) => {
    const text = `owner: team-a\ndefault:\n  ${before}\n  a: ${GITHUB}${behind}\n`;
    expect(check({ [CHECKOUT]: text }).found).toEqual([`SECRET_FOUND ${CHECKOUT}:4:6`]);
  });

  it('checkSecrets() says how a text is excused that is none', () => {
    const root = writeProject({ ...SMALL_PROJECT, [CHECKOUT]: `owner: team-a\ndefault: { a: ${GITHUB} }\n` });
    expect(loadProject(root).diagnostics[0]?.fix).toMatch(
      /if it is none: # secretlint-disable-line github -- <reason>$/,
    );
  });

  it('checkSecrets() takes account numbers, ARNs and digests for what they are', () => {
    const beta =
      'account: "333333333333"\nregions: [us-east-1]\ntags: { digest: "sha256:9f86d081884c7d659a2feaa0c5" }\n';
    expect(check({ 'environments/beta.yaml': beta }).found).toEqual([]);
  });
});

function check(files: Readonly<Record<string, string>>): { found: readonly string[]; printed: string } {
  const { diagnostics, sources } = loadProject(writeProject({ ...SMALL_PROJECT, ...files }));
  const found = diagnostics.map(({ code, file, line, column }) => `${code} ${file}:${line}:${column}`);
  const formats = ['text', 'json', 'sarif', 'github'] as const;
  const printed = formats.map((format) =>
    formatDiagnostics(diagnostics, { format, sources, width: 200, color: false }),
  );
  return { found, printed: printed.join('\n') };
}
