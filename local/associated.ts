import { badRequest } from './errors';
import { arnOf } from './place';
import type { Region } from './state';

/** A resource with an extension associated cannot be deleted; AWS looks at this first. */
export function assertNotAssociated(region: Region, resource: string, kind: string): void {
  const isAssociated = region.associations.some(({ resourceArn }) => resourceArn.endsWith(`:${resource}`));
  if (isAssociated)
    throw badRequest(
      `Cannot delete ${kind} ${arnOf(region, resource)} because there are extensions associated with it. ` +
        `Please remove the extension associations to this ${kind} first.`,
    );
}
