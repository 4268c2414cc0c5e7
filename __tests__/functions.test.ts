import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TerraformJson, withSynthesized } from './builders/synth';
import { loadedProject, WHOLE_SHOP_WITH_WORKLOADS } from './builders/whole-shop';

type Resources = TerraformJson['resource'];

/** Functions of a stack that are called without a version that stays, or of which none is published. */
function unpublished(resources: Resources): string[] {
  const aliases = Object.values(resources['aws_lambda_alias'] ?? {});
  const functions = Object.entries(resources['aws_lambda_function'] ?? {});
  return functions
    .filter(([id, block]) => {
      const own = aliases.filter(({ function_name }) =>
        [String(block['function_name']), `\${aws_lambda_function.${id}.function_name}`].includes(
          String(function_name),
        ),
      );
      const isLive = own.some(
        ({ name, function_version }) =>
          name === 'live' && function_version === `\${aws_lambda_function.${id}.version}`,
      );
      return block['publish'] !== true || !isLive;
    })
    .map(([id]) => id);
}

test('every function of every stack publishes versions, and is reached by the alias live', () => {
  withSynthesized(loadedProject(WHOLE_SHOP_WITH_WORKLOADS), ({ outdir, stack }) => {
    const stacks = readdirSync(join(outdir, 'stacks'));
    expect(stacks.length).toBeGreaterThan(30);
    expect(stacks.flatMap((name) => unpublished(stack(name).resource).map((id) => `${name} ${id}`))).toEqual(
      [],
    );
  });
});

const ALIAS = {
  name: 'live',
  function_name: '${aws_lambda_function.Fn.function_name}',
  function_version: '${aws_lambda_function.Fn.version}',
};

test.each<[string, Resources, string[]]>([
  [
    'published, with its alias',
    { aws_lambda_function: { Fn: { publish: true } }, aws_lambda_alias: { ALIAS } },
    [],
  ],
  ['not published', { aws_lambda_function: { Fn: {} }, aws_lambda_alias: { ALIAS } }, ['Fn']],
  ['without an alias', { aws_lambda_function: { Fn: { publish: true } } }, ['Fn']],
  [
    'with an alias that stays behind',
    {
      aws_lambda_function: { Fn: { publish: true } },
      aws_lambda_alias: { ALIAS: { ...ALIAS, function_version: '$LATEST' } },
    },
    ['Fn'],
  ],
])('a function that is %s is told apart', (_, resources, found) => {
  expect(unpublished(resources)).toEqual(found);
});
