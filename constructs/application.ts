import { AppconfigApplication } from '@cdktf/provider-aws/lib/appconfig-application';
import { AppconfigConfigurationProfile } from '@cdktf/provider-aws/lib/appconfig-configuration-profile';
import { Construct } from 'constructs';
import type { Profile } from '../compiler/project';
import type { ApplicationResources, ProfileResources } from '../delivery/targets/target-resources';
import { literal, literals } from './literal';
import { profileMark } from './policies/marks';
import { operationsValidator } from './operations-validator';

/** An AppConfig application with a profile per kind of document. */
export class Application extends Construct {
  readonly applicationId: string;
  readonly profiles: AppconfigConfigurationProfile[] = [];
  private readonly profileIds = new Map<Profile, string>();

  constructor(scope: Construct, id: string, { name, description, tags, profiles }: ApplicationResources) {
    super(scope, id);
    const application = new AppconfigApplication(this, 'Application', {
      name,
      description: literal(description),
      tags: literals(tags),
    });
    this.applicationId = application.id;
    for (const profile of profiles) this.addProfile(profile, tags);
  }

  /** Throws for a profile that the application does not have. */
  findProfileId(profile: Profile): string {
    const id = this.profileIds.get(profile);
    if (id === undefined) throw new Error(`${this.node.path} has no profile ${profile}`);
    return id;
  }

  private addProfile({ profile, schema }: ProfileResources, tags: Readonly<Record<string, string>>): void {
    const isFlags = profile === 'flags';
    const resource = new AppconfigConfigurationProfile(this, isFlags ? 'FlagsProfile' : 'OperationsProfile', {
      applicationId: this.applicationId,
      name: profile,
      type: isFlags ? 'AWS.AppConfig.FeatureFlags' : 'AWS.Freeform',
      locationUri: 'hosted',
      tags: { ...literals(tags), ...profileMark(profile) },
      ...(schema && { validator: [operationsValidator(schema)] }),
    });
    this.profiles.push(resource);
    this.profileIds.set(profile, resource.configurationProfileId);
  }
}
