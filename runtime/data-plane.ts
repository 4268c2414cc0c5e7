import {
  GetLatestConfigurationCommand,
  ResourceNotFoundException,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import type { AppConfigDataClient } from '@aws-sdk/client-appconfigdata';

/** AppConfig Data as a client of it sees it: sessions, and what a poll brings. */
export interface DataPlane {
  /** The first token of a new session; none when nothing was ever deployed to the profile. */
  readonly start: (place: Place) => Promise<string | undefined>;
  readonly poll: (token: string) => Promise<Poll>;
}

export interface Place {
  readonly application: string;
  readonly environment: string;
  readonly profile: string;
}

export interface Poll {
  /** Empty: the session already has the latest version. */
  readonly body: string;
  readonly nextToken: string | undefined;
  readonly nextPollSeconds: number | undefined;
  readonly versionLabel: string | undefined;
}

/**
 * AppConfig Data through the AWS SDK, with its retries: a client survives a lost packet, so the canary does.
 *
 * Needs appconfig:StartConfigurationSession and appconfig:GetLatestConfiguration, as every reader does, and
 * nothing else.
 */
export function awsDataPlane(client: AppConfigDataClient, waitMillis: number): DataPlane {
  // The handler's own requestTimeout only warns; this ends the call, retries included.
  const within = (): { abortSignal: AbortSignal } => ({ abortSignal: AbortSignal.timeout(waitMillis) });
  return {
    start: async ({ application, environment, profile }) => {
      const command = new StartConfigurationSessionCommand({
        ApplicationIdentifier: application,
        EnvironmentIdentifier: environment,
        ConfigurationProfileIdentifier: profile,
      });
      try {
        const { InitialConfigurationToken } = await client.send(command, within());
        return InitialConfigurationToken ?? '';
      } catch (error) {
        if (isNotReleased(error)) return undefined;
        throw error;
      }
    },
    poll: async (token) => {
      const command = new GetLatestConfigurationCommand({ ConfigurationToken: token });
      const answer = await client.send(command, within());
      return {
        body: new TextDecoder().decode(answer.Configuration ?? new Uint8Array()),
        nextToken: answer.NextPollConfigurationToken,
        nextPollSeconds: answer.NextPollIntervalInSeconds,
        versionLabel: answer.VersionLabel,
      };
    },
  };
}

/**
 * Before its first release a profile has no deployment, and the canary is there already: that is not a fault.
 *
 * The ResourceType values are in the AppConfig Data API reference (ResourceNotFoundException). That a profile
 * without a deployment answers with `Deployment` is not written there; a missing application, environment or
 * profile has a type of its own and stays a fault.
 */
function isNotReleased(error: unknown): boolean {
  return error instanceof ResourceNotFoundException && error.ResourceType === 'Deployment';
}
