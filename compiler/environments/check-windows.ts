import type { Findings } from '../reading/findings';
import { didYouMean } from '../reading/nearest';
import { itemsOf, textOf, textsOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { DAYS } from '../window-days';
import { timeZoneNamed } from './time-zones';

const DAY = `(${DAYS.join('|')})`;
// eslint-disable-next-line security/detect-non-literal-regexp -- made of the days above
const SPAN_OF_DAYS = new RegExp(`^${DAY}(-${DAY})?$`);

/** Checks when a release may start: days, times and a time zone that exist. */
export function checkWindows(windows: YamlNode | undefined, findings: Findings): void {
  for (const window of itemsOf(windows)) {
    checkDays(valueOf(window, 'days'), findings);
    checkTimes(window, findings);
    checkTimeZone(valueOf(window, 'time-zone'), findings);
  }
}

function checkDays(node: YamlNode | undefined, findings: Findings): void {
  if (!node) return;
  const text = textOf(node);
  const lists = text === undefined ? textsOf(node) : [{ node, text }];
  for (const list of lists) {
    const wrong = list.text.split(',').find((part) => !SPAN_OF_DAYS.test(part.trim()));
    if (wrong === undefined) continue;
    findings.error(list.node, 'DAYS_INVALID', {
      message: `${JSON.stringify(wrong.trim())} is no day and no span of days${didYouMean(wrong.trim(), DAYS)}`,
      fix: 'write days such as mon-fri or mon,wed',
    });
  }
}

function checkTimes(window: YamlNode, findings: Findings): void {
  const [from, to] = [textOf(valueOf(window, 'from')), valueOf(window, 'to')];
  if (!to || from === undefined || from !== textOf(to)) return;
  findings.error(to, 'WINDOW_EMPTY', {
    message: `the window is from ${from} to ${from}`,
    fix: 'give it a length',
  });
}

function checkTimeZone(node: YamlNode | undefined, findings: Findings): void {
  const zone = textOf(node);
  if (!node || zone === undefined || zone === '' || timeZoneNamed(zone) !== undefined) return;
  findings.error(node, 'TIME_ZONE_UNKNOWN', {
    message: `there is no time zone ${zone}${didYouMean(zone, Intl.supportedValuesOf('timeZone'))}`,
    fix: 'write an IANA name such as Europe/Dublin or UTC',
  });
}
