import type { Backend } from '../../compiler/project';
import type { CodeBuildProject } from './delivery-plan';

/** The host of a cloud backend that names none. */
export const HCP_TERRAFORM = 'app.terraform.io';
/** Before the host. People make the secret: the state of what makes it would hold the token. */
const SECRET_PREFIX = 'dynconf/terraform-token/';

/** What a build logs in with where its stacks have their states: the token of each host, by the variable that Terraform reads. */
export function cloudTokens(backends: readonly Backend[]): Pick<CodeBuildProject, 'secrets'> {
  const hosts = [...new Set(backends.flatMap(cloudHost))].filter((host) => !hasPort(host)).sort();
  if (hosts.length === 0) return {};
  return {
    secrets: Object.fromEntries(hosts.map((host) => [tokenVariable(host), `${SECRET_PREFIX}${host}`])),
  };
}

/** The host of a cloud backend, as Terraform compares hosts; of no other backend. */
export function cloudHost(backend: Backend): string[] {
  if (backend.type !== 'cloud') return [];
  return [(backend.hostname ?? HCP_TERRAFORM).toLowerCase().replace(/:443$/, '')];
}

/** No variable can be called after such a host: Terraform finds no token for it in a build. */
export function hasPort(host: string): boolean {
  return host.includes(':');
}

/** Terraform CLI documentation, "Environment Variable Credentials". */
function tokenVariable(host: string): string {
  return `TF_TOKEN_${host.replaceAll('-', '__').replaceAll('.', '_')}`;
}
