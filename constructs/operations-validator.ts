import type { AppconfigConfigurationProfileValidator } from '@cdktf/provider-aws/lib/appconfig-configuration-profile';
import type { JsonObject } from '../compiler/project';
import { literal } from './literal';

/** AppConfig checks an operations document against this once more, when a deployment starts. */
export function operationsValidator(schema: JsonObject): AppconfigConfigurationProfileValidator {
  return { type: 'JSON_SCHEMA', content: literal(JSON.stringify(schema)) };
}
