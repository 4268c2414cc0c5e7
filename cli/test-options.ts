/** Of a test that does not say how long it may take. */
export const DEFAULT_MINUTES = '10';

/** What every test of a target takes. Apart from what runs it: the help of all commands needs nothing else. */
export const TEST_OPTIONS = [
  ['--report <file>', 'write a JUnit report'],
  ['--minutes <minutes>', 'after this long it has failed', DEFAULT_MINUTES],
] as const;
