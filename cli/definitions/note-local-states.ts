import type { Project } from '../../compiler/project';
import { cloudHost, hasPort } from '../../delivery/pipeline/cloud-tokens';
import { deliveredOf } from '../../delivery/pipeline/plan';
import type { Io } from '../command';

const INSTEAD =
  'write `backend: { type: s3, bucket: <bucket>, region: <region> }`, `npx dynconf bootstrap` makes the bucket, or `{ type: cloud, organization: <organization> }` and a token (docs/pipelines.md, "Where states are")';

/**
 * Says so where the pipelines could not release, or not change themselves: every build of CodeBuild starts without the
 * states that lie on a machine. No mistake in the definitions, for without the pipelines they work as they are.
 */
export function noteLocalStates(io: Io, project: Project): void {
  const { tools } = project;
  if (!tools) return;
  const delivered = deliveredOf(project);
  const names = delivered.filter(({ backend }) => backend.type === 'local').map(({ name }) => name);
  if (names.length > 0) {
    io.err(
      `CodeBuild cannot release ${names.join(', ')}: with \`backend: { type: local }\` states are on this machine; ${INSTEAD}\n`,
    );
  }
  if (tools.backend.type === 'local') {
    io.err(
      `CodeBuild cannot change pipelines and roles: the states of environments/tools.yaml are on this machine; ${INSTEAD}\n`,
    );
  }
  const hosts = [tools, ...delivered].flatMap(({ backend }) => cloudHost(backend));
  for (const host of new Set(hosts.filter(hasPort))) {
    io.err(
      `CodeBuild cannot log in at ${host}: Terraform finds no token of a host with a port in a variable; name a host that answers at 443\n`,
    );
  }
}
