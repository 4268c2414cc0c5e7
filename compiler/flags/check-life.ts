import { startOfDefinition, type DefinitionFile } from '../definition-file';
import { isCalendarDate } from '../reading/calendar-date';
import type { Findings } from '../reading/findings';
import { textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { FLAG_SCHEMA } from '../schemas/flag-schema';
import { isMisspelt } from '../structure/misspelt';
import { DEFAULT_LIFECYCLE } from './build-flag';

export interface Calendar {
  readonly findings: Findings;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly strict: boolean;
}

const EXPIRING: readonly string[] = ['release', 'experiment'];

/** Checks when a flag should be gone: a date that exists, required where flags pile up, and not over. */
export function checkLife(file: DefinitionFile, calendar: Calendar): void {
  const { root } = file;
  const { findings } = calendar;
  const lifecycle = valueOf(root, 'lifecycle');
  const expires = valueOf(root, 'expires');
  const kind = lifecycle ? textOf(lifecycle) : DEFAULT_LIFECYCLE;
  if (
    root &&
    !expires &&
    !isMisspelt('expires', root, FLAG_SCHEMA) &&
    kind !== undefined &&
    EXPIRING.includes(kind)
  ) {
    findings.error(startOfDefinition(file), 'EXPIRES_MISSING', {
      message: `expires is missing, a flag whose lifecycle is ${kind} has an end`,
      fix: 'add expires: YYYY-MM-DD, or lifecycle: operational or permanent',
    });
  }
  checkDate(valueOf(valueOf(root, 'deprecated'), 'date'), findings);
  if (expires && checkDate(expires, findings)) checkPast(expires, calendar);
}

/** False, and a finding if it looks like a date, for a day that no calendar has. */
function checkDate(node: YamlNode | undefined, findings: Findings): boolean {
  const date = textOf(node);
  if (!node || date === undefined || !/^\d{4}-\d{2}-\d{2}/.test(date)) return false;
  if (isCalendarDate(date.slice(0, 10))) return true;
  findings.error(node, 'DATE_INVALID', {
    message: `${date} is not in the calendar`,
    fix: 'write a day that exists, as YYYY-MM-DD',
  });
  return false;
}

function checkPast(expires: YamlNode, { findings, today, strict }: Calendar): void {
  const date = textOf(expires) ?? '';
  if (date >= today) return;
  const says = {
    message: `the flag expired on ${date}`,
    fix: 'remove the flag and its code, or move expires',
  };
  if (strict) findings.error(expires, 'EXPIRED', says);
  else findings.warning(expires, 'EXPIRED', says);
}
