import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const TOOLS = `kind: tools
account: "999999999999"
region: us-east-1
source:
  connection: arn:aws:codeconnections:us-east-1:999999999999:connection/abc
  repository: example/shop
`;

test.each(['main', 'trunk', 'release/2026-11', 'feat@2', 'v1.0', 'füße', 'a,b!', 'x.locked/y', '#1'])(
  'checkTools() takes %s for a trunk',
  (trunk) => {
    const tools = `${TOOLS}  trunk: ${JSON.stringify(trunk)}\n`;
    const root = writeProject({ ...SMALL_PROJECT, 'environments/tools.yaml': tools });
    const { project, diagnostics } = loadProject(root);
    expect(diagnostics).toEqual([]);
    expect(project?.tools?.source.trunk).toBe(trunk);
  },
);
