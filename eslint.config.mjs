import tseslint from 'typescript-eslint';
import { SAST } from './eslint.sast.config.mjs';

const cdktfOnlyWhereItRenders = {
  group: ['cdktf', 'cdktf/*', 'constructs', '@cdktf/*'],
  message: 'cdktf is archived: only main.ts, stacks/ and constructs/ may know it (docs/adr)',
};
const providerByResource = {
  regex: '^@cdktf/provider-aws(/lib)?$',
  message: 'import @cdktf/provider-aws/lib/<resource>: the root costs 2 s and 450 MB',
};

export default tseslint.config(
  { ignores: ['node_modules', 'cdktf.out', 'coverage', '.dynconf', 'reports'] },
  ...tseslint.configs.strict,
  SAST,
  {
    files: ['**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', { max: 3 }],
      'max-depth': ['error', { max: 3 }],
      'no-restricted-imports': ['error', { patterns: [providerByResource, cdktfOnlyWhereItRenders] }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['main.ts', 'stacks/**/*.ts', 'constructs/**/*.ts', '__tests__/**/*.ts', 'scripts/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [providerByResource] }] },
  },
  {
    files: ['__tests__/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': ['error', { max: 500 }] },
  },
  {
    files: ['**/*.js'],
    languageOptions: { sourceType: 'commonjs' },
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
);
