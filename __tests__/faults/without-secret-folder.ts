import type * as fs from 'node:fs';

/**
 * `node:fs` in which the secret folder of a release costs nothing; the model keeps its plans in memory.
 *
 * For jest.mock(): making and removing a folder takes longer than a whole simulated release.
 */
export function withoutSecretFolder(real: typeof fs): typeof fs {
  const isSecret = (path: unknown): boolean => String(path).includes('dynconf-release-');
  return {
    ...real,
    mkdtempSync: ((prefix: string) =>
      isSecret(prefix) ? `${prefix}none` : real.mkdtempSync(prefix)) as typeof fs.mkdtempSync,
    rmSync: (path, options) => (isSecret(path) ? undefined : real.rmSync(path, options)),
  };
}
