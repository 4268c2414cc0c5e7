import type { Backend } from '../../../compiler/project';
import { cloudTokens } from '../../../delivery/pipeline/cloud-tokens';
import { pipelineResources } from '../../../delivery/pipeline/pipeline-resources';
import { platformResources } from '../../../delivery/pipeline/platform-resources';
import { temporaryResources } from '../../../delivery/temporary-resources';
import { anEnvironment } from '../../builders/environment';
import { aProject, aTools } from '../../builders/project';

const CLOUD: Backend = { type: 'cloud', organization: 'shop' };
const OWN: Backend = { type: 'cloud', organization: 'shop', hostname: 'TFE.my-shop.example' };
const S3: Backend = { type: 's3', bucket: 'states', region: 'us-east-1' };
const HCP_TOKEN = { TF_TOKEN_app_terraform_io: 'dynconf/terraform-token/app.terraform.io' };
const OWN_TOKEN = { TF_TOKEN_tfe_my__shop_example: 'dynconf/terraform-token/tfe.my-shop.example' };

describe('cloudTokens()', () => {
  it.each([
    ['of HCP Terraform', [CLOUD, CLOUD], { secrets: HCP_TOKEN }],
    ['of a host with dots, hyphens and capitals', [OWN], { secrets: OWN_TOKEN }],
    ['of each host', [OWN, S3, CLOUD], { secrets: { ...HCP_TOKEN, ...OWN_TOKEN } }],
    ['of nobody, where states are elsewhere', [S3, { type: 'local' } as const], {}],
    [
      'of a host with the port that it has anyway',
      [{ ...OWN, hostname: 'tfe.my-shop.example:443' }],
      { secrets: OWN_TOKEN },
    ],
    ['of no host with another port', [{ ...CLOUD, hostname: 'tfe.example:8443' }], {}],
  ])('cloudTokens() names the secret %s', (_what, backends, expected) => {
    expect(cloudTokens(backends)).toEqual(expected);
  });

  it('cloudTokens() are given to what runs Terraform there, and to nothing else', () => {
    const environments = [
      anEnvironment({ name: 'beta', account: '111111111111', backend: S3 }),
      anEnvironment({
        name: 'prod',
        after: 'beta',
        backend: OWN,
        tests: { acceptance: { commands: ['x'], reports: [] } },
      }),
    ];
    const tools = aTools({ backend: CLOUD });
    const project = aProject({ environments, tools });
    const projects = [
      ...pipelineResources(project, tools).projects,
      ...platformResources(project, tools).projects,
    ];
    const secrets = projects.flatMap(({ name, secrets: own }) => (own ? [[name, own]] : []));
    expect(Object.fromEntries(secrets)).toEqual({
      'dynconf-release-prod': OWN_TOKEN,
      'dynconf-inspect': { ...HCP_TOKEN, ...OWN_TOKEN },
      'dynconf-platform': { ...HCP_TOKEN, ...OWN_TOKEN },
    });
    expect(projects.map(({ name }) => name)).toContain('dynconf-test-prod-acceptance');
    expect(temporaryResources(project, tools).secrets).toEqual(OWN_TOKEN);
  });

  it('cloudTokens() are no word in a plan without them', () => {
    const tools = aTools({ backend: S3 });
    const project = aProject({ environments: [anEnvironment({ backend: S3 })], tools });
    const all = [pipelineResources(project, tools), platformResources(project, tools)];
    expect(JSON.stringify([...all, temporaryResources(project, tools)])).not.toContain('"secrets":');
  });
});
