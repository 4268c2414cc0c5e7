import { join } from 'node:path';
import { asProfile, readAccess, readAccessOfStack } from '../../release/read-access';
import { anEnvironment } from '../builders/environment';
import { writeProject } from '../builders/write-project';

const PREFIX = { DYNCONF_READ_PROFILES: 'dynconf-read-' };
const PROD = anEnvironment({ name: 'prod', account: '333333333333' });
const own = { account: '333333333333', region: 'us-east-1' };
const other = { account: '999999999999', region: 'us-east-1' };

describe('readAccess()', () => {
  test('readAccess() without a prefix comes as the caller, to every account', () => {
    expect(readAccess(PROD, own, {})).toEqual({ region: 'us-east-1' });
    expect(readAccess(PROD, other, { DYNCONF_READ_PROFILES: '' })).toEqual({ region: 'us-east-1' });
  });

  test("readAccess() comes to the environment's own account as its profile, whether that is there or not", () => {
    const env = { ...PREFIX, HOME: '/nowhere' };
    expect(readAccess(PROD, own, env)).toEqual({ region: 'us-east-1', profile: 'dynconf-read-333333333333' });
  });

  test.each([
    {
      from: 'the configuration',
      file: '.aws/config',
      name: 'profile dynconf-read-999999999999',
      isTaken: true,
    },
    { from: 'the credentials', file: '.aws/credentials', name: 'dynconf-read-999999999999', isTaken: true },
    {
      from: 'another account',
      file: '.aws/config',
      name: 'profile dynconf-read-333333333333',
      isTaken: false,
    },
    {
      from: 'a longer name',
      file: '.aws/config',
      name: 'profile dynconf-read-9999999999990',
      isTaken: false,
    },
    { from: 'the wrong file', file: '.aws/config', name: 'dynconf-read-999999999999', isTaken: false },
  ])('readAccess() to another account with a profile of $from: $isTaken', ({ file, name, isTaken }) => {
    const env = { ...PREFIX, HOME: writeProject({ [file]: `[${name}]\nregion = eu-west-1\n` }) };
    const profile = isTaken ? { profile: 'dynconf-read-999999999999' } : {};
    expect(readAccess(PROD, other, env)).toEqual({ region: 'us-east-1', ...profile });
  });

  test('readAccess() looks for profiles where AWS_CONFIG_FILE says', () => {
    const folder = writeProject({ aws: '[ profile  dynconf-read-999999999999 ]\r\n' });
    const env = { ...PREFIX, HOME: '/nowhere', AWS_CONFIG_FILE: join(folder, 'aws') };
    expect(readAccess(PROD, other, env).profile).toBe('dynconf-read-999999999999');
  });

  test('readAccess() of this machine goes to the local AppConfig, as whatever account is asked for', () => {
    const local = anEnvironment({ name: 'local' });
    const env = { ...PREFIX, DYNCONF_APPCONFIG_ENDPOINT: 'http://127.0.0.1:1234' };
    expect(readAccess(local, other, env)).toEqual({
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:1234',
      accessKey: '999999999999',
    });
    expect(readAccess(local, other, {}).endpoint).toBe('http://127.0.0.1:2770');
  });
});

describe('readAccessOfStack()', () => {
  const access = { region: 'us-east-1', account: '333333333333' };

  test("readAccessOfStack() comes as the profile of the stack's account", () => {
    expect(readAccessOfStack(access, {})).toEqual(access);
    const HOME = writeProject({ '.aws/config': '[profile dynconf-read-333333333333]\n' });
    const profile = 'dynconf-read-333333333333';
    expect(readAccessOfStack(access, { ...PREFIX, HOME })).toEqual({ ...access, profile });
  });

  test('readAccessOfStack() does not come as somebody else when the profile is missing', () => {
    const env = { ...PREFIX, HOME: '/nowhere' };
    expect(() => readAccessOfStack(access, env)).toThrow(/has no profile dynconf-read-333333333333/);
  });

  test('readAccessOfStack() leaves a stack of this machine, and one without an account, as they are', () => {
    const local = { region: 'us-east-1', account: '000000000000', accessKey: '000000000000', endpoint: 'e' };
    expect(readAccessOfStack(local, PREFIX)).toEqual(local);
    expect(readAccessOfStack({ region: 'us-east-1' }, PREFIX)).toEqual({ region: 'us-east-1' });
  });
});

describe('asProfile()', () => {
  test('asProfile() drops keys that would outrank the profile, and only then', () => {
    const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c', PATH: '/bin' };
    expect(asProfile(env, { profile: 'reader' })).toEqual({ PATH: '/bin', AWS_PROFILE: 'reader' });
    expect(asProfile(env, {})).toBe(env);
  });
});
