import { badRequest } from '../http/errors';
import { arnOf } from '../place';
import type { AppliedExtension, Region } from '../state';

/** A resource with an extension associated cannot be deleted; AWS looks at this first. */
export function assertNotAssociated(region: Region, resource: string, kind: string): void {
  const isAssociated = region.associations.some(({ resourceArn }) => resourceArn.endsWith(`:${resource}`));
  if (isAssociated)
    throw badRequest(
      `Cannot delete ${kind} ${arnOf(region, resource)} because there are extensions associated with it. ` +
        `Please remove the extension associations to this ${kind} first.`,
    );
}

/** What runs at a deployment: the extensions of its application, its environment and its profile. */
export function appliedTo(region: Region, resources: readonly string[]): AppliedExtension[] {
  return region.associations
    .filter(({ resourceArn }) => resources.some((resource) => resourceArn.endsWith(`:${resource}`)))
    .map(({ id, extensionId, extensionVersionNumber, parameters }) => ({
      ExtensionId: extensionId,
      ExtensionAssociationId: id,
      VersionNumber: extensionVersionNumber,
      Parameters: parameters ?? {},
    }));
}
