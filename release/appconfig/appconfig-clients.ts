import { AppConfigClient } from '@aws-sdk/client-appconfig';
import { AppConfigDataClient } from '@aws-sdk/client-appconfigdata';
import type { AppConfigAccess } from '../terraform/stack-folder';

/** The secret that belongs to a local access key; the local AppConfig checks no signatures. */
const LOCAL_SECRET = 'local';

type ClientSettings = Pick<
  ConstructorParameters<typeof AppConfigClient>[0] & object,
  'region' | 'endpoint' | 'credentials' | 'profile'
>;

/** Both AppConfig APIs of one stack's account and region, reached as its provider reaches them. */
export interface AppConfigClients {
  readonly control: AppConfigClient;
  readonly data: AppConfigDataClient;
  /** Ends idle connections, which would keep the process alive. */
  readonly destroy: () => void;
}

export function connectAppConfig(access: AppConfigAccess): AppConfigClients {
  const settings = clientSettings(access);
  const control = new AppConfigClient(settings);
  const data = new AppConfigDataClient(settings);
  return {
    control,
    data,
    destroy: () => {
      control.destroy();
      data.destroy();
    },
  };
}

/** What every client of the AWS SDK is made with, whatever service it is of. */
export function clientSettings({ region, endpoint, accessKey, profile }: AppConfigAccess): ClientSettings {
  // The SDK's notice on coming Node versions would stand in the middle of a release; the README says it instead.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(profile === undefined ? {} : { profile }),
    ...(accessKey === undefined
      ? {}
      : { credentials: { accessKeyId: accessKey, secretAccessKey: LOCAL_SECRET } }),
  };
}
