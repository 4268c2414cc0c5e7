import {
  type AlarmHistoryItem,
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  type DescribeAlarmHistoryCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { clientSettings } from '../appconfig/appconfig-clients';
import { refusalOf } from '../refusal';
import { ReleaseError } from '../release-error';
import type { AlarmId, LookOptions } from './look-at-alarms';

/** For how long CloudWatch keeps it ("Using Amazon CloudWatch alarms", CloudWatch user guide). */
export const HISTORY_DAYS = 30;

/** An alarm came out of one state and into another. */
export interface AlarmChange {
  readonly at: Date;
  readonly from: string;
  readonly to: string;
  /** What CloudWatch says of it; of an alarm over alarms it names the one that went off. */
  readonly why?: string;
}

/** What an alarm was, or why nobody can say. */
export interface AlarmHistory {
  readonly alarm: AlarmId;
  /** Oldest first; absent when it cannot be read. */
  readonly changes?: readonly AlarmChange[];
  /** What came instead of an answer. */
  readonly why?: string;
}

/** The most items that one DescribeAlarmHistory answers with (CloudWatch API reference). */
const MOST_ITEMS = 100;

/** Reads every change of an alarm's state from an instant until now. */
export async function readAlarmHistory(
  alarm: AlarmId,
  since: Date,
  { accessTo, signal }: LookOptions,
): Promise<AlarmHistory> {
  const access = accessTo(alarm);
  const client = new CloudWatchClient(clientSettings(access));
  try {
    const items = await allItems(client, { name: alarm.name, since, signal });
    const changes = items.map(changeOf);
    const unknown = changes.indexOf(undefined);
    if (unknown >= 0) return { alarm, why: `its history has ${JSON.stringify(items[unknown])}` };
    const known = changes.flatMap((change) => (change && change.at >= since ? [change] : []));
    return { alarm, changes: known.sort((left, right) => left.at.getTime() - right.at.getTime()) };
  } catch (error) {
    if (signal?.aborted === true)
      throw new ReleaseError('interrupted', 'the history of the alarms was not read');
    const why = refusalOf(error)?.text;
    if (why === undefined) throw error;
    return {
      alarm,
      why: access.profile === undefined ? why : `as the AWS profile ${access.profile}: ${why}`,
    };
  } finally {
    client.destroy();
  }
}

interface HistoryQuestion {
  readonly name: string;
  readonly since: Date;
  readonly signal: AbortSignal | undefined;
}

async function allItems(
  client: CloudWatchClient,
  { name, since, signal }: HistoryQuestion,
): Promise<AlarmHistoryItem[]> {
  const items: AlarmHistoryItem[] = [];
  let token: string | undefined;
  do {
    const answer: DescribeAlarmHistoryCommandOutput = await client.send(
      new DescribeAlarmHistoryCommand({
        AlarmName: name,
        // Without it the history of composite alarms is left out.
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        HistoryItemType: 'StateUpdate',
        StartDate: since,
        MaxRecords: MOST_ITEMS,
        ScanBy: 'TimestampAscending',
        ...(token !== undefined && { NextToken: token }),
      }),
      signal ? { abortSignal: signal } : {},
    );
    items.push(...(answer.AlarmHistoryItems ?? []));
    token = answer.NextToken;
  } while (token !== undefined && token !== '');
  return items;
}

/** Where the states stand, besides the sentence that a person reads. */
interface HistoryData {
  readonly oldState?: { readonly stateValue?: string };
  readonly newState?: { readonly stateValue?: string; readonly stateReason?: unknown };
}

function changeOf({
  Timestamp: at,
  HistoryData: data,
  HistorySummary: summary,
}: AlarmHistoryItem): AlarmChange | undefined {
  const { oldState, newState } = parseData(data);
  const [, before, after] = /^Alarm updated from (\w+) to (\w+)/i.exec(summary ?? '') ?? [];
  const from = oldState?.stateValue ?? before;
  const to = newState?.stateValue ?? after;
  if (!at || from === undefined || to === undefined) return undefined;
  const why = newState?.stateReason;
  return { at, from, to, ...(typeof why === 'string' && why !== '' && { why }) };
}

function parseData(text: string | undefined): HistoryData {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return value !== null && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}
