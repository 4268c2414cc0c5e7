'use strict';

// The SDK's notice on coming Node versions, once per test file; the README says it instead. Workers inherit it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
    // An ES module, which jest cannot require as it is.
    '/@secretlint/.+\\.js$': ['@swc/jest', { module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!@secretlint/)'],
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out', '<rootDir>/.dynconf'],
  testSequencer: '<rootDir>/__tests__/longest-first.js',
  // Two cores; a worker holds cdktf and the provider bindings, so few of them.
  maxWorkers: 2,
  // The proof of the pipeline runs all unit tests beside the others, on the same two cores.
  testTimeout: 60_000,
  collectCoverageFrom: ['{compiler,delivery,release,local,runtime,cli,constructs,stacks}/**/*.ts'],
  coverageReporters: ['text-summary', 'cobertura'],
  coverageDirectory: 'coverage',
};
