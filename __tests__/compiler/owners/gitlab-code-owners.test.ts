import { readGitLabCodeOwners } from '../../../compiler/owners/gitlab-code-owners';

describe('readGitLabCodeOwners()', () => {
  it.each([
    ['the last pattern that fits', '* @o/all\nflags/ @o/flags', ['@o/flags']],
    ['nested groups and roles', '* @o/sub/team-a @@maintainer', ['@o/sub/team-a', '@@maintainer']],
    ['the default owners of a section', '[Depot] @o/a\n/flags/checkout/', ['@o/a']],
    ['owners before the default ones', '[Depot] @o/a\n/flags/checkout/ @o/b', ['@o/b']],
    ['an optional section that wants several approvals', '^[Depot][2] @o/a @ann\n/flags/', ['@o/a', '@ann']],
    ['a section that wants approvals, and its line', '[Depot][2]\n/flags/ @o/a', ['@o/a']],
    ['every section by itself', '* @o/all\n[A]\n/flags/ @o/a\n[B]\n* @o/b', ['@o/all', '@o/a', '@o/b']],
    ['sections of one name as one', '[A]\n/flags/ @o/a\n[B]\n[a]\n/flags/checkout/ @o/c', ['@o/c']],
    ['an owner of two sections once', '[A]\n* @o/a\n[B]\n* @o/a', ['@o/a']],
    ['a section in which nothing fits', '[A] @o/a\n/opconfig/', undefined],
    ['a section without lines', '[A] @o/a', undefined],
    ['a later pattern that names nobody', '* @o/all\n/flags/checkout/', []],
    ['what is excluded in its section only', '* @o/all\n!/flags/\n/flags/ @o/x\n[A]\n* @o/a', ['@o/a']],
    ['a heading that is none as a line', '* @o/all\n[Depot @o/x\n', ['@o/all']],
    ['owners that are none, by passing them over', '/flags/ @o/a team-b # @o/c', ['@o/a', '@o/c']],
    ['a comment', '# * @o/a', undefined],
    ['a folder without a slash as a file', '* @o/all\n/flags @o/flags', ['@o/all']],
    ['a pattern without a slash in front, anywhere', 'checkout/*.yaml @o/a', ['@o/a']],
    ['one star for one name', '* @o/all\n/flags/*.yaml @o/a\n/flags/*/pay.yaml @o/b', ['@o/b']],
    ['two stars for any number of folders', '/**/flags/**/pay.yaml @o/a', ['@o/a']],
    ['two stars at the end for one name', '/flags/** @o/a', undefined],
    ['sets, question marks and backslashes', '/flags/check[a-o]u?/p\\ay.yaml @o/a', ['@o/a']],
    ['letters as they are', '/Flags/ @o/a', undefined],
    ['an escaped space', '/flags/my\\ folder/ @o/spaces', undefined],
    ['an empty file', '', undefined],
  ])('readGitLabCodeOwners() reads %s', (_what, text, owners) => {
    expect(readGitLabCodeOwners(text)('flags/checkout/pay.yaml')).toEqual(owners);
  });

  it('readGitLabCodeOwners() finds a folder with a space, and a name that starts like a comment', () => {
    const ownersOf = readGitLabCodeOwners('/my\\ folder/ @o/a\n\\#file @o/b');
    expect([ownersOf('my folder/x'), ownersOf('a/#file')]).toEqual([['@o/a'], ['@o/b']]);
  });
});
