import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

describe('checkOwners()', () => {
  it.each([
    ['a team of any organization', '* @example/team-a', []],
    ['letters of any case', '* @Example/Team-A', []],
    ['one of several', '* @example/team-b @example/team-a', []],
    ['a person of that name', '* @team-a', []],
    ['a mail address, which is no team', '* team-a@example.com', ['OWNER_MISMATCH', 'OWNER_MISMATCH']],
    ['another team', '* @team-a/others', ['OWNER_MISMATCH', 'OWNER_MISMATCH']],
    ['nobody', '# nobody', ['OWNER_NOT_COVERED', 'OWNER_NOT_COVERED']],
  ])('checkOwners() compares with %s', (_what, codeOwners, codes) => {
    expect(diagnosticsOf(codeOwners).map(({ code }) => code)).toEqual(codes);
  });

  it('checkOwners() takes an owner with its organization at its word', () => {
    const flag = 'description: D\nowner: "@example/team-a"\nlifecycle: permanent\ndefault: {}\n';
    expect(diagnosticsOf('* @example/team-a', flag)).toEqual([]);
    const [found] = diagnosticsOf('* @other/team-a', flag);
    expect([found?.code, found?.line, found?.column]).toEqual(['OWNER_MISMATCH', 2, 8]);
  });

  it.each([
    ['a nested group', '* @acme/sub/team-a'],
    ['default owners of a section', '[Depot] @acme/team-a\n/flags/\n/opconfig/'],
    ['two sections', '[A]\n* @acme/team-b\n[B]\n* @acme/team-a'],
  ])('checkOwners() reads %s as GitLab does, where the repository is there', (_what, codeOwners) => {
    expect(diagnosticsOf(codeOwners, undefined, TOOLS.replace('<host>', 'gitlab'))).toEqual([]);
  });

  it('checkOwners() takes nested groups at their word', () => {
    const flag = 'description: D\nowner: "@acme/sub/team-a"\nlifecycle: permanent\ndefault: {}\n';
    const gitlab = TOOLS.replace('<host>', 'gitlab');
    expect(diagnosticsOf('* @acme/team-a @acme/sub/team-a', flag, gitlab)).toEqual([]);
    const found = diagnosticsOf('* @acme/team-a', flag, gitlab);
    expect(found.map(({ code }) => code)).toEqual(['OWNER_MISMATCH']);
  });

  it('checkOwners() says what to add', () => {
    expect(diagnosticsOf('/opconfig/ @o/team-a')[0]?.fix).toBe(
      'add a line to .github/CODEOWNERS: /flags/checkout/pay.yaml @<organization>/team-a',
    );
    expect(diagnosticsOf('* @o/team-b')[0]?.fix).toBe(
      'name the same team in both: here, or there in a line below the others, /flags/checkout/pay.yaml @<organization>/team-a',
    );
  });

  it('checkOwners() says that CODEOWNERS cannot be read', () => {
    const files = { ...SMALL_PROJECT, '.github/CODEOWNERS': new Uint8Array([0xff, 0xfe, 0]) };
    expect(loadProject(writeProject(files)).diagnostics.map(({ code }) => code)).toEqual(['FILE_NOT_TEXT']);
  });
});

const TOOLS = `kind: tools
account: "999999999999"
region: us-east-1
source:
  connection: arn:aws:codeconnections:us-east-1:999999999999:connection/a
  repository: acme/flags
  provider: <host>
`;

function diagnosticsOf(codeOwners: string, flag?: string, tools?: string) {
  const files = {
    ...SMALL_PROJECT,
    '.github/CODEOWNERS': `${codeOwners}\n`,
    ...(tools !== undefined && { 'environments/tools.yaml': tools }),
  };
  return loadProject(writeProject(flag === undefined ? files : { ...files, 'flags/checkout/pay.yaml': flag }))
    .diagnostics;
}
