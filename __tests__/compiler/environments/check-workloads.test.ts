import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const TOOLS =
  'kind: tools\naccount: "999999999999"\nregion: us-east-1\nsource: { connection: "arn:aws:codeconnections:us-east-1:999999999999:connection/abc", repository: example/shop }\n';
const sale = (components: string): string =>
  `description: Sale\nowner: team-a\nlifecycle: permanent\ncomponents: ${components}\ndefault: {}\n`;

function found(components: string, workloads: string) {
  const root = writeProject({
    ...SMALL_PROJECT,
    'flags/winter-sale.yaml': sale(components),
    'opconfig/search.yaml': 'owner: team-a\ndefault: {}\n',
    'environments/tools.yaml': `${TOOLS}workloads: ${workloads}\n`,
  });
  return loadProject(root).diagnostics.map(({ code, message, fix }) => ({ code, message, fix }));
}

test('checkWorkloads() says what shared is, a name that nobody has written', () => {
  expect(found('[checkout]', '{ shop: [checkout, search] }')).toEqual([
    {
      code: 'COMPONENT_IN_NO_WORKLOAD',
      message: 'shared (the flags in flags/ itself, such as flags/winter-sale.yaml): no workload releases it',
      fix: 'add shared to a workload',
    },
  ]);
  expect(found('[checkout]', '{ shop: [checkout] }')[0]).toMatchObject({
    message:
      'search, shared (the flags in flags/ itself, such as flags/winter-sale.yaml): no workload releases them',
    fix: 'add them to a workload',
  });
});

test('checkWorkloads() asks no workload for what only a shared flag lists, and lets one have it', () => {
  expect(found('[checkout, mobile]', '{ shop: [checkout, search, shared] }')).toEqual([]);
  expect(found('[checkout, mobile]', '{ shop: [checkout, search, shared], app: [mobile] }')).toEqual([]);
});
