import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..', '..');
const { generatedFiles } = jest.requireActual('../../scripts/generate-schemas.js') as {
  generatedFiles: () => Readonly<Record<string, string>>;
};

test.each(Object.entries(generatedFiles()))(
  'generatedFiles(): %s is what the schemas give (node scripts/generate-schemas.js writes it)',
  (file, text) => {
    expect(readFileSync(join(PROJECT, file), 'utf8') === text).toBe(true);
  },
);
