import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DEFINITION_SCHEMAS } from '../../../compiler/schemas/definition-schemas';
import { startEditor, type Editor } from '../../builders/language-server';

const PROJECT = resolve(__dirname, '..', '..', '..');
const FLAG = 'flags/checkout/new.yaml';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor();
});
afterAll(async () => editor.close());

describe('DEFINITION_SCHEMAS in an editor', () => {
  it.each(examples())('DEFINITION_SCHEMAS: the editor finds nothing wrong in %s', async (file) => {
    expect(await editor.open(file, readFileSync(join(PROJECT, file), 'utf8'))).toEqual([]);
  });

  it('DEFINITION_SCHEMAS: the editor completes keys and choices', async () => {
    await editor.open(FLAG, 'description: D\nowner: team-a\nli\ndefault: {}\n');
    expect(await editor.complete(FLAG, [2, 2])).toContain('lifecycle');
    await editor.open('flags/checkout/other.yaml', 'lifecycle: \n');
    expect(await editor.complete('flags/checkout/other.yaml', [0, 11])).toEqual(
      expect.arrayContaining(['release', 'experiment', 'operational', 'permanent']),
    );
  });

  it('DEFINITION_SCHEMAS: the editor explains a key, with an example', async () => {
    await editor.open('environments/new.yaml', 'account: "333333333333"\n');
    const hover = await editor.hover('environments/new.yaml', [0, 2]);
    expect(hover).toContain('The AWS account, twelve digits in quotes');
    expect(hover).toContain('333333333333');
  });

  it('DEFINITION_SCHEMAS: the editor completes and underlines inside a condition', async () => {
    const before = 'description: D\nowner: team-a\ndefault:\n  variants:\n    - name: A\n      when:\n';
    const open = async (file: string, rest: string) => editor.open(file, `${before}${rest}`);
    await open('flags/checkout/when.yaml', '        p\n');
    expect(await editor.complete('flags/checkout/when.yaml', [6, 9])).toEqual(
      expect.arrayContaining(['all', 'any', 'not', 'segment', 'percent']),
    );
    await open('flags/checkout/test.yaml', '        email:\n          e\n');
    expect(await editor.complete('flags/checkout/test.yaml', [7, 11])).toEqual(
      expect.arrayContaining(['eq', 'ends-with', 'exists']),
    );
    const found = await open('flags/checkout/slip.yaml', '        email: { ends-wiht: x }\n');
    expect(found.map(({ range }) => range.start)).toEqual([{ line: 6, character: 17 }]);
  });

  it('DEFINITION_SCHEMAS: the editor underlines a mistake where check finds it', async () => {
    const text = 'description: D\nowner: team-a\nlifecycle: relase\ndefault: {}\n';
    const found = await editor.open('flags/checkout/wrong.yaml', text);
    expect(found.map(({ range }) => range.start)).toEqual([{ line: 2, character: 11 }]);
  });
});

test('DEFINITION_SCHEMAS: whatever a person writes in it has a description', () => {
  const undescribed = Object.entries(DEFINITION_SCHEMAS).flatMap(([name, schema]) =>
    undescribedIn(schema, name),
  );
  expect(undescribed).toEqual([]);
});

function undescribedIn(schema: unknown, path: string): readonly string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const { properties = {} } = schema as { properties?: Record<string, { description?: string }> };
  const own = Object.entries(properties).filter(([, each]) => each.description === undefined);
  const inner = Object.entries(schema).flatMap(([key, value]) => undescribedIn(value, `${path}.${key}`));
  return [...own.map(([key]) => `${path}.${key}`), ...inner];
}

function examples(): readonly string[] {
  return ['flags', 'opconfig', 'environments'].flatMap((folder) =>
    readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => `${folder}/${file}`),
  );
}
