/** Of a test that does not say how long it may take. */
export const DEFAULT_MINUTES = '10';

/** What every test of a target takes. Apart from what runs it: the help of all commands needs nothing else. */
export const TEST_OPTIONS = [
  ['--report <file>', 'write a JUnit report'],
  ['--minutes <minutes>', 'after this long it has failed', DEFAULT_MINUTES],
] as const;

/** What every test under load takes. */
export const LOAD_OPTIONS = [
  ['--clients <clients>', 'how many poll at once', '5'],
  ['--seconds <seconds>', 'how long each period is', '20'],
  ['--pause <milliseconds>', 'between two polls of a client', '100'],
  ['--tolerance <percent>', 'how much slower is still alike', '50'],
  ['--noise <milliseconds>', 'differences below it are none', '20'],
] as const;
