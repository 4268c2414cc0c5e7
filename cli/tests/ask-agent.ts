import { DEFAULT_VARIANT, type FlagEvaluation } from '../../compiler/evaluate-flag';
import { applicationName } from '../../compiler/names';
import type { AttributeValue, Flag, JsonObject, Spec, Target } from '../../compiler/project';
import { CommandError, EXIT } from '../exit-codes';

export interface Asked {
  readonly flag: Flag;
  readonly given: Spec['given'];
  readonly target: Target;
  readonly signal: AbortSignal;
}

/**
 * What the AppConfig Agent at `url` gives a caller of a flag; nothing where it does not have the flag.
 *
 * Context goes in headers ("Using AWS AppConfig Agent to retrieve a feature flag", AppConfig user guide), one pair
 * in each.
 */
export async function askAgent(
  url: string,
  { flag, given, target, signal }: Asked,
): Promise<Omit<FlagEvaluation, 'reason'> | undefined> {
  const application = applicationName({ name: flag.component }, target.environment);
  const path = `/applications/${application}/environments/${target.environment.name}/configurations/flags`;
  const headers = Object.entries(given).map(([key, value]): [string, string] => [
    'Context',
    `${key}=${String(value)}`,
  ]);
  const answer = await answerOf(`${url.replace(/\/$/, '')}${path}?flag=${flag.key}`, headers, signal);
  if (answer.status === 404) return undefined;
  if (!answer.ok)
    throw new CommandError(EXIT.notInOrder, `the agent answers ${answer.status}: ${await answer.text()}`);
  const { enabled, _variant: variant = DEFAULT_VARIANT, ...attributes } = (await answer.json()) as JsonObject;
  return {
    enabled: enabled === true,
    variant: String(variant),
    attributes: attributes as Record<string, AttributeValue>,
  };
}

async function answerOf(url: string, headers: [string, string][], signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { headers, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new CommandError(EXIT.usage, `no AppConfig Agent answers at ${new URL(url).origin}`);
  }
}
