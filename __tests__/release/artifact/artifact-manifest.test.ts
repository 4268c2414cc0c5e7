import { createHash } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { createManifest, formatManifest, parseManifest } from '../../../release/artifact/artifact-manifest';
import { aFolder, ARTIFACT, COMMIT_ID } from '../../builders/artifact';

const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const textOf = (files: Readonly<Record<string, string>> = ARTIFACT): string =>
  formatManifest(createManifest(aFolder(files), COMMIT_ID));

test('createManifest() has the digest of every file, the commit and the locked providers', () => {
  const { files, commit, providers } = createManifest(aFolder(), COMMIT_ID);
  expect(Object.fromEntries(files)).toEqual(
    Object.fromEntries(Object.entries(ARTIFACT).map(([path, text]) => [path, sha256(text)])),
  );
  expect(commit).toBe(COMMIT_ID);
  expect(providers).toEqual({ 'registry.terraform.io/hashicorp/aws': '5.100.0' });
});

test('createManifest() leaves out what is installed anew and what Terraform makes in a stack', () => {
  const stack = 'cdktf.out/stacks/beta-us-east-1-flags';
  const others = {
    'node_modules/yaml/index.js': '',
    '.git/config': '',
    '.dynconf/state/beta-us-east-1-flags.tfstate': '{}',
    'reports/junit.xml': '',
    'coverage/cobertura.xml': '',
    'dynconf.manifest.json': 'an older one',
    'dynconf.manifest.sig': '',
    [`${stack}/.terraform/providers/aws`]: '',
    [`${stack}/release.tfplan`]: 'secret',
    [`${stack}/plan`]: 'secret',
  };
  expect(textOf({ ...ARTIFACT, ...others })).toBe(textOf());
});

test('createManifest() lists what only looks as if it were left out', () => {
  const files = {
    'release/node_modules/yaml/index.js': '',
    'flags/.git': '',
    'release/dynconf.manifest.json': '',
    'cdktf.out/plan': '',
    'cdktf.out/stacks/beta-us-east-1-flags/assets/.terraform/x': '',
    'cdktf.out/stacks/beta-us-east-1-flags/terraform.tfstate': '',
  };
  const listed = [...createManifest(aFolder({ ...ARTIFACT, ...files }), COMMIT_ID).files.keys()];
  expect(listed).toEqual(expect.arrayContaining(Object.keys(files)));
});

test('createManifest() refuses a link, wherever it leads', () => {
  const folder = aFolder();
  symlinkSync('pay.yaml', folder.path('flags/checkout/other.yaml'));
  expect(() => createManifest(folder, null)).toThrow(/^flags\/checkout\/other.yaml is a link/);
});

test('createManifest() refuses names that are one file on some systems', () => {
  const both = { ...ARTIFACT, 'flags/checkout/Pay.yaml': '' };
  expect(() => createManifest(aFolder(both), null)).toThrow(
    'flags/checkout/pay.yaml and flags/checkout/Pay.yaml are the same file on some systems',
  );
  const composed = { ...ARTIFACT, 'flags/\u00e9.yaml': '', 'flags/e\u0301.yaml': '' };
  expect(() => createManifest(aFolder(composed), null)).toThrow('are the same file on some systems');
});

test.each(['a\\b', 'a"b', 'a\nb', '-rf', 'C:x', ' a', 'a '])(
  'createManifest() refuses the name %j',
  (name) => {
    expect(() => createManifest(aFolder({ ...ARTIFACT, [name]: '' }), null)).toThrow('not every system');
  },
);

test('createManifest() says how to make the stacks when there are none', () => {
  expect(() => createManifest(aFolder({ 'a.txt': '' }), null)).toThrow('`npx cdktf synth` first');
});

test('formatManifest() writes the same bytes for the same files, and parseManifest() reads them', () => {
  const text = textOf();
  expect(textOf(Object.fromEntries(Object.entries(ARTIFACT).reverse()))).toBe(text);
  expect(formatManifest(parseManifest(text))).toBe(text);
});

test('formatManifest() sorts names that look like numbers as text', () => {
  const text = textOf({ ...ARTIFACT, '10': '', '9': '', 'a/1': '' });
  expect(text).toMatch(/"10": [^\n]*\n {4}"9": [^\n]*\n {4}"a\/1"/);
  expect(formatManifest(parseManifest(text))).toBe(text);
});

describe('parseManifest() refuses', () => {
  const text = textOf();
  const line = '    "flags/checkout/pay.yaml"';
  const digest = sha256('');
  const withFile = (path: string): string =>
    text.replace(line, `    ${JSON.stringify(path)}: "${digest}",\n${line}`);

  test.each([
    ['a path out of the folder', withFile('../evil.tf.json'), 'not a path inside'],
    ['a path out of the folder later on', withFile('flags/../../evil'), 'not a path inside'],
    ['an absolute path', withFile('/etc/passwd'), 'not a path inside'],
    ['an empty segment', withFile('flags//pay'), 'not a path inside'],
    ['a folder', withFile('flags/'), 'not a path inside'],
    ['a path of Windows', withFile('..\\evil'), 'not every system'],
    ['a drive', withFile('C:evil'), 'not every system'],
    ['another case of a listed file', withFile('Flags/checkout/pay.yaml'), 'same file'],
    ['a file that is listed twice', withFile('flags/checkout/pay.yaml'), 'added or moved'],
    ['files out of order', withFile('zzz'), 'added or moved'],
    ['white space', `${text}\n`, 'added or moved'],
    ['CRLF', text.replaceAll('\n', '\r\n'), 'added or moved'],
    ['a field of its own', text.replace('{\n', '{\n  "note": "x",\n'), 'added or moved'],
    ['an escaped name', text.replace('flags/checkout', 'fl\\u0061gs/checkout'), 'added or moved'],
    ['no JSON', text.slice(1), 'not a JSON object'],
    ['null', 'null', 'not a JSON object'],
    ['another format', text.replace('artifact/1', 'artifact/2'), 'format'],
    ['a commit that is none', text.replace(COMMIT_ID, 'main'), 'commit'],
    ['a digest that is none', text.replace(/sha256:[0-9a-f]{64}/, 'sha256:0'), 'digests'],
    ['files that are a list', text.replace(/"files": \{[^}]*\}/, '"files": []'), 'digests'],
  ])('%s', (_, changed, message) => {
    expect(changed).not.toBe(text);
    expect(() => parseManifest(changed)).toThrow(message);
  });
});
