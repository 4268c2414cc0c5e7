import { readCodeOwners } from '../../../compiler/owners/code-owners';

describe('readCodeOwners()', () => {
  it.each([
    ['the last pattern that fits', '* @o/all\nflags/ @o/flags', ['@o/flags']],
    ['a pattern without a slash, anywhere', 'pay.yaml @o/pay', ['@o/pay']],
    ['a pattern for a folder and all below it', '/flags @o/flags', ['@o/flags']],
    ['a folder somewhere', 'checkout/ @o/checkout', ['@o/checkout']],
    ['two stars', '/flags/**/*.yaml @o/yaml', ['@o/yaml']],
    ['several owners and a comment', '* @o/a @ann a@example.com # three', ['@o/a', '@ann', 'a@example.com']],
    ['a later pattern that names nobody', '* @o/all\n/flags/checkout/', []],
    ['one star for the files of one folder only', '* @o/all\n/flags/* @o/flags', ['@o/all']],
    ['another folder', '/checkout/ @o/checkout', undefined],
    ['lines that GitHub skips', '* @o/all\n!flags/ @o/not\n[a-z]* @o/set\n#* @o/comment\n', ['@o/all']],
    ['lines with an owner that is none, which GitHub skips', '* @o/all\n/flags/ @o/flags team-b', ['@o/all']],
    ['an escaped space', '* @o/all\nflags/my\\ folder/ @o/spaces', ['@o/all']],
    ['an empty file', '', undefined],
  ])('readCodeOwners() reads %s', (_what, text, owners) => {
    expect(readCodeOwners(text)('flags/checkout/pay.yaml')).toEqual(owners);
  });
});
