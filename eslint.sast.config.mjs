import * as regexp from 'eslint-plugin-regexp';
import security from 'eslint-plugin-security';
import sonarjs from 'eslint-plugin-sonarjs';
import tseslint from 'typescript-eslint';

/**
 * What SAST looks for: `npm run build:sast` looks for nothing else, and editors and the pre-commit hook see it, too.
 *
 * Left out on purpose are the rules that know nothing but the shape of an access (a computed key, a computed file
 * name): docs/adr/0009-sast-with-eslint.md.
 */
export const SAST = {
  files: ['**/*.ts', '**/*.js', '**/*.mjs'],
  ignores: ['__tests__/**'],
  plugins: { regexp, security, sonarjs },
  rules: {
    'security/detect-bidi-characters': 'error',
    'security/detect-buffer-noassert': 'error',
    'security/detect-child-process': 'error',
    'security/detect-disable-mustache-escape': 'error',
    'security/detect-eval-with-expression': 'error',
    'security/detect-new-buffer': 'error',
    'security/detect-non-literal-regexp': 'error',
    'security/detect-non-literal-require': 'error',
    'security/detect-possible-timing-attacks': 'error',
    'security/detect-pseudoRandomBytes': 'error',
    'regexp/no-super-linear-backtracking': 'error',
    'regexp/no-super-linear-move': 'error',
    'sonarjs/code-eval': 'error',
    'sonarjs/confidential-information-logging': 'error',
    'sonarjs/cors': 'error',
    'sonarjs/disabled-timeout': 'error',
    'sonarjs/dynamically-constructed-templates': 'error',
    'sonarjs/encryption-secure-mode': 'error',
    'sonarjs/file-permissions': 'error',
    'sonarjs/hardcoded-secret-signatures': 'error',
    'sonarjs/hashing': 'error',
    'sonarjs/insecure-jwt-token': 'error',
    'sonarjs/no-clear-text-protocols': 'error',
    'sonarjs/no-hardcoded-ip': 'error',
    'sonarjs/no-hardcoded-passwords': 'error',
    'sonarjs/no-hardcoded-secrets': 'error',
    'sonarjs/no-intrusive-permissions': 'error',
    'sonarjs/no-unsafe-unzip': 'error',
    'sonarjs/no-weak-cipher': 'error',
    'sonarjs/no-weak-keys': 'error',
    'sonarjs/os-command': 'error',
    'sonarjs/production-debug': 'error',
    'sonarjs/pseudo-random': 'error',
    'sonarjs/publicly-writable-directories': 'error',
    'sonarjs/sql-queries': 'error',
    'sonarjs/stateful-regex': 'error',
    'sonarjs/unverified-certificate': 'error',
    'sonarjs/unverified-hostname': 'error',
    'sonarjs/weak-ssl': 'error',
    'sonarjs/xml-parser-xxe': 'error',
  },
};

/** SAST alone, as `npm run build:sast` runs it. */
export default tseslint.config(
  { ignores: ['node_modules', 'cdktf.out', 'coverage', '.dynconf', 'reports'] },
  {
    files: SAST.files,
    languageOptions: { parser: tseslint.parser },
    // Our comments for lint rules are no business of this run; their rules only have to exist.
    plugins: { '@typescript-eslint': tseslint.plugin },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  },
  { files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } },
  SAST,
);
