import type { Findings } from '../reading/findings';
import { didYouMean } from '../reading/nearest';
import { textOf, type YamlNode } from '../reading/yaml-tree';
import { REGION } from '../schemas/words';
import { isInOtherPartition, KNOWN_REGIONS } from './known-regions';

// eslint-disable-next-line security/detect-non-literal-regexp -- a constant of ours
const LIKE_A_REGION = new RegExp(REGION['pattern'] as string);

/** Refuses regions of other partitions, warns of one that AWS did not have; what is none at all, the structure check has named. */
export function checkRegion(node: YamlNode | undefined, findings: Findings): void {
  const region = textOf(node);
  if (!node || region === undefined || !LIKE_A_REGION.test(region) || KNOWN_REGIONS.includes(region)) return;
  if (isInOtherPartition(region)) {
    findings.error(node, 'REGION_OTHER_PARTITION', {
      message: `${region} is in another partition of AWS, only the partition aws is supported`,
      fix: 'name a region whose ARNs start with arn:aws:, such as eu-west-1',
    });
    return;
  }
  findings.warning(node, 'REGION_UNKNOWN', {
    message: `${region} is no region we have heard of${didYouMean(region, KNOWN_REGIONS)}`,
    fix: 'correct it; if AWS has opened it since, ignore this',
  });
}
