import type { JsonSchema } from '../structure/check-structure';
import {
  ACCOUNT,
  BACKEND,
  choice,
  flag,
  list,
  map,
  NAME_PATTERN,
  record,
  REGION,
  text,
  TOPIC,
} from './words';

/** `environments/tools.yaml`: the pipeline's account. */
export const TOOLS_SCHEMA: JsonSchema = map(
  'The account of the pipelines',
  {
    kind: { type: 'string', enum: ['tools'], description: 'Always tools' },
    account: ACCOUNT,
    region: REGION,
    source: map(
      'Where the definitions come from',
      {
        connection: text('The ARN of a CodeConnections connection', {
          pattern:
            '^arn:aws:(codeconnections|codestar-connections):[a-z0-9-]+:\\d{12}:connection/[A-Za-z0-9-]+$',
          'x-says': 'the ARN of a connection, arn:aws:codeconnections:<region>:<account>:connection/<id>',
        }),
        repository: text('owner/name', { pattern: '^[\\w.-]+/[\\w./-]+$', 'x-says': 'owner/name' }),
        trunk: text('The branch that releases (default: main)'),
        provider: choice('Who hosts the repository, and is asked who reviewed (default: github)', [
          'github',
          'gitlab',
          'bitbucket',
        ]),
        api: text(
          'Where its API is, if not at github.com or gitlab.com: https://<host>/api/v3 of GitHub Enterprise Server, https://<host>/api/v4 of GitLab',
          {
            pattern: '^https://[A-Za-z0-9.-]+(:\\d+)?(/[A-Za-z0-9._~-]+)*$',
            'x-says': 'an address such as https://gitlab.example.com/api/v4',
          },
        ),
      },
      ['connection', 'repository'],
    ),
    notify: list('SNS topics that hear of failures', TOPIC, { uniqueItems: true }),
    'rollout-events': choice(
      'Who sends the events of rollouts to EventBridge. extension (default): the extension by AWS, associated with each environment; appconfig: AppConfig itself, and nothing is associated',
      ['extension', 'appconfig'],
    ),
    'require-review': flag('Refuse a commit that nobody else reviewed (default: true)'),
    'pull-requests': map(
      'Who looks at pull requests with access to AWS',
      {
        provider: {
          type: 'string',
          enum: ['github', 'codebuild'],
          description: 'github plans affected stacks in an approved job; codebuild runs the checks',
        },
        environment: text('The environment of GitHub whose jobs somebody approves (default: plan)', {
          // In the subject of a token a colon would end the name.
          pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
          'x-says': 'a name such as plan',
        }),
      },
      ['provider'],
    ),
    workloads: record(
      'Pipelines of their own for some components',
      list('Components', text('A component'), { minItems: 1, uniqueItems: true }),
      { propertyNames: { pattern: NAME_PATTERN, 'x-says': 'a name such as payments' } },
    ),
    backend: BACKEND,
  },
  ['kind', 'account', 'region', 'source'],
);
