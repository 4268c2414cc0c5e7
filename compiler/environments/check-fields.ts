import type { CheckContext } from '../check-definitions';
import { NO_COMPONENTS } from '../components';
import { didYouMean, knownOr } from '../reading/nearest';
import {
  entriesOf,
  entryOf,
  itemsOf,
  textOf,
  textsOf,
  valueOf,
  type YamlMap,
  type YamlNode,
} from '../reading/yaml-tree';
import { checkAlarms } from './check-alarms';
import { checkPlaceholders } from './check-placeholders';
import { checkRegion } from './check-region';
import { checkWindows } from './check-windows';
import { REPORT_FORMATS, reportFormat } from './report-formats';
import { PREDEFINED_STRATEGIES } from './strategies';
import { checkUrls } from './check-urls';

export interface FieldContext extends CheckContext {
  readonly componentNames: ReadonlySet<string>;
}

/** Checks what one environment file says by itself, whoever inherits it. */
export function checkFields(root: YamlMap, context: FieldContext): void {
  checkRegions(root, context);
  checkRegion(valueOf(valueOf(root, 'backend'), 'region'), context.findings);
  checkStrategies(root, context);
  checkAlarms(root, context);
  checkOnCall(root, context);
  checkWindows(valueOf(root, 'windows'), context.findings);
  checkBlockers(root, context);
  checkReports(root, context);
  checkUrls(valueOf(root, 'dependencies'), context.findings);
  for (const field of ['alarms', 'tests', 'tags', 'blockers']) {
    const node = valueOf(root, field);
    if (node) checkPlaceholders(node, context.findings);
  }
}

/** `waves: null` beside regions was to take away what is inherited; that is what regions do. */
function keepOne(regions: YamlNode, waves: YamlNode): string {
  const isNothing = (node: YamlNode) => node.kind === 'scalar' && node.value === null;
  if (isNothing(waves)) return 'leave waves out: regions replace the waves that are inherited';
  if (isNothing(regions)) return 'leave regions out: waves replace the regions that are inherited';
  return 'keep one of them';
}

/** A region is in one wave, and wave names are unique. */
function checkRegions(root: YamlMap, { findings }: FieldContext): void {
  const [regions, waves] = [entryOf(root, 'regions'), entryOf(root, 'waves')];
  if (regions && waves) {
    const second = waves.key.start > regions.key.start ? waves.key : regions.key;
    findings.error(second, 'REGIONS_AND_WAVES', {
      message: 'there are regions and waves',
      fix: keepOne(regions.value, waves.value),
    });
  }
  for (const list of [[regions?.value], itemsOf(waves?.value).map((wave) => valueOf(wave, 'regions'))]) {
    const seen = new Set<string>();
    for (const { text, node } of list.flatMap((each) => textsOf(each)))
      checkRegionOnce({ text, node, seen }, findings);
  }
  const names = new Set<string>();
  for (const name of itemsOf(waves?.value).map((wave) => valueOf(wave, 'name'))) {
    const text = textOf(name);
    if (!name || text === undefined) continue;
    if (names.has(text)) {
      findings.error(name, 'DUPLICATE_NAME', {
        message: `two waves are called ${text}`,
        fix: 'rename one of them',
      });
    }
    names.add(text);
  }
}

function checkRegionOnce(
  { text, node, seen }: { text: string; node: YamlNode; seen: Set<string> },
  findings: FieldContext['findings'],
): void {
  if (seen.has(text)) {
    findings.error(node, 'DUPLICATE_REGION', {
      message: `${text} stands twice, a region is in one wave`,
      fix: 'keep one of the two',
    });
  } else checkRegion(node, findings);
  seen.add(text);
}

function checkStrategies(root: YamlMap, { findings }: FieldContext): void {
  const several = valueOf(root, 'strategies');
  const nodes = [valueOf(root, 'strategy'), valueOf(several, 'flags'), valueOf(several, 'operations')];
  const known = PREDEFINED_STRATEGIES.map(({ predefined }) => predefined ?? '');
  for (const node of nodes) {
    const name = textOf(node);
    if (!node || name === undefined || known.includes(name)) continue;
    findings.error(node, 'STRATEGY_UNKNOWN', {
      message: `${name} is no predefined strategy${didYouMean(name, known)}`,
      fix: `write a map, or one of ${known.join(', ')}`,
    });
  }
}

function checkOnCall(root: YamlMap, { componentNames, findings }: FieldContext): void {
  for (const [component, { key }] of entriesOf(valueOf(root, 'on-call'))) {
    if (componentNames.has(component)) continue;
    findings.error(key, 'COMPONENT_UNKNOWN', {
      message: `there is no component ${component}${didYouMean(component, componentNames)}`,
      fix: knownOr(componentNames, NO_COMPONENTS),
    });
  }
}

const ALARM_ARN = /^arn:aws:cloudwatch:([a-z0-9-]+|\$\{region\}):(\d{12}|\$\{account\}):alarm:.{1,255}$/;

function checkBlockers(root: YamlMap, { findings }: FieldContext): void {
  for (const { text, node } of textsOf(valueOf(root, 'blockers'))) {
    if (ALARM_ARN.test(text)) continue;
    findings.error(node, 'ARN_INVALID', {
      message: `${text} is not the ARN of a CloudWatch alarm`,
      fix: 'write arn:aws:cloudwatch:<region>:<account>:alarm:<name>',
    });
  }
}

function checkReports(root: YamlMap, { findings }: FieldContext): void {
  for (const [, { value: test }] of entriesOf(valueOf(root, 'tests'))) {
    for (const format of itemsOf(valueOf(test, 'reports')).map((report) => valueOf(report, 'format'))) {
      const text = textOf(format);
      if (!format || text === undefined || reportFormat(text) !== undefined) continue;
      findings.error(format, 'VALUE_NOT_ALLOWED', {
        message: `format is ${text}${didYouMean(text, REPORT_FORMATS)}`,
        fix: `allowed: ${REPORT_FORMATS.join(', ')}`,
      });
    }
  }
}
