import { badRequest } from '../http/errors';
import { changesWith, type HealthChange, healthMonitors, reasonOf } from './health-alarms';
import type { Place } from '../place';
import { json, type Reply } from '../http/reply';

/** What DescribeAlarmHistory is asked; times are seconds since 1970. */
interface HistoryQuestion {
  readonly AlarmName?: unknown;
  readonly AlarmTypes?: unknown;
  readonly HistoryItemType?: unknown;
  readonly StartDate?: unknown;
  readonly EndDate?: unknown;
  readonly MaxRecords?: unknown;
  readonly NextToken?: unknown;
  readonly ScanBy?: unknown;
}

const MOST_ITEMS = 100;

/** How one alarm that is set by hand changed its state; nothing else of an alarm ever changes here. */
export function describeAlarmHistory(place: Place, question: HistoryQuestion): Reply {
  const { AlarmName: name, AlarmTypes: types = ['MetricAlarm'], ScanBy: order } = question;
  if (typeof name !== 'string') throw badRequest('The local AppConfig tells the history of one AlarmName');
  const { StartDate: start = 0, EndDate: end = Infinity, HistoryItemType: kind = 'StateUpdate' } = question;
  const monitors = healthMonitors(place).get(name);
  const type = monitors ? 'CompositeAlarm' : 'MetricAlarm';
  const isAsked = Array.isArray(types) && types.includes(type) && kind === 'StateUpdate';
  const arn = `arn:aws:cloudwatch:${place.region.name}:${place.region.account}:alarm:${name}`;
  const changes = (isAsked ? changesWith(place, arn, monitors ?? []) : []).filter(
    ({ at }) => at >= Number(start) * 1000 && at <= Number(end) * 1000,
  );
  const sorted = order === 'TimestampAscending' ? changes : [...changes].reverse();
  return json(
    200,
    pageOf(
      sorted.map((change) => itemOf(change, { name, type })),
      question,
    ),
  );
}

function pageOf(
  items: readonly object[],
  { MaxRecords: most = MOST_ITEMS, NextToken: token }: HistoryQuestion,
) {
  if (typeof most !== 'number' || !Number.isInteger(most) || most < 1 || most > MOST_ITEMS)
    throw badRequest(`MaxRecords is ${String(most)}, 1 to ${MOST_ITEMS} are allowed`);
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0) throw badRequest('NextToken is none that was given out');
  const end = start + most;
  return {
    AlarmHistoryItems: items.slice(start, end),
    ...(end < items.length && { NextToken: String(end) }),
  };
}

function itemOf(
  { at, from, to, monitors = [] }: HealthChange,
  { name, type }: { readonly name: string; readonly type: string },
): object {
  return {
    AlarmName: name,
    AlarmType: type,
    Timestamp: at / 1000,
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${from} to ${to}`,
    HistoryData: JSON.stringify({
      version: '1.0',
      oldState: { stateValue: from, stateReason: 'set by hand' },
      newState: { stateValue: to, stateReason: reasonOf(monitors) ?? 'set by hand' },
    }),
  };
}
