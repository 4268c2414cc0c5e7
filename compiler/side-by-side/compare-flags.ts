import { isDeepStrictEqual } from 'node:util';
import type { Flag } from '../project';
import { listed } from '../reading/listed';
import { startOfFile } from '../reading/source';
import type { SideBySide } from './check-side-by-side';
import { compareAttributes } from './compare-attributes';
import { servedAttributes } from './served-attributes';

/** Compares the flags of one component; that one is switched on or off breaks nobody. */
export function compareFlags(
  { base, head }: { readonly base: readonly Flag[]; readonly head: readonly Flag[] },
  context: SideBySide,
): void {
  const now = new Map(head.map((flag) => [flag.key, flag]));
  for (const before of base) {
    const flag = now.get(before.key);
    if (!flag) reportRemoved(before, context);
    else if (!isDeepStrictEqual(before.attributes, flag.attributes)) {
      compareAttributes({ base: before, head: flag }, context);
    }
  }
}

/** Who asks for a flag that is gone gets nothing: no value, no `enabled`. */
function reportRemoved(flag: Flag, { targets, findings }: SideBySide): void {
  if (flag.deprecated) return;
  const serving = targets.filter(({ base }) => servedAttributes(flag, base).length > 0);
  if (serving.length === 0) return;
  findings.error(startOfFile(flag.at.file), 'FLAG_REMOVED', {
    message: `${flag.component}/${flag.key} is gone, and it is on in ${listed(serving.map(({ selector }) => selector))}`,
    fix: 'release it with deprecated: { reason } first, or off everywhere, and remove it in a later release',
  });
}
