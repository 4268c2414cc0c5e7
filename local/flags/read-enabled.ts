import type { Json } from '../../compiler/project';
import { shown, type Report } from './flag-problems';

/** Text is read as Go's strconv.ParseBool does; null and nothing are false. */
export function readEnabled(location: string, enabled: Json | undefined, report: Report): boolean {
  if (typeof enabled === 'boolean') return enabled;
  if (enabled === undefined || enabled === null) return false;
  if (typeof enabled === 'string' && ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(enabled)) return true;
  if (typeof enabled === 'string' && ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(enabled))
    return false;
  report({
    Constraint: 'AttributeType(boolean)',
    Location: location,
    Type: 'Invalid',
    Value: shown(enabled),
  });
  return false;
}
