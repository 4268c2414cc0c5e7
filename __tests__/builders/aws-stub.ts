import type { AwsCall, AwsStub, StubbedAnswer } from './aws-gateway';

type Answer = (call: AwsCall) => StubbedAnswer | undefined;
type JsonValue = Readonly<Record<string, unknown>>;

/**
 * What moto 5.2 lacks, or has in a way that the AWS provider cannot read: just enough to create, read and delete it.
 *
 * - composite alarms: not implemented
 * - CodeBuild projects of a pipeline: a source location is asked for, which such a project has not
 * - CodeBuild report groups, webhooks: not implemented
 * - CodePipeline, Synthetics: times are texts
 * - notification rules: not implemented
 * - bucket policies: conditions are not looked at, so that a denial with a condition denies everything
 */
export function awsStub(): AwsStub {
  const answers: Readonly<Record<string, Answer>> = {
    ...compositeAlarms(),
    ...codeBuildProjects(),
    ...reportGroups(),
    ...pipelines(),
    ...notificationRules(),
    ...canaries(),
    ...bucketPolicies(),
  };
  return (call) => answers[`${call.service} ${call.operation}`]?.(call);
}

function compositeAlarms(): Record<string, Answer> {
  const alarms = new Map<string, URLSearchParams>();
  const key = ({ account, region }: AwsCall, name: string): string =>
    `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
  const describe = (arn: string, alarm: URLSearchParams): string => {
    const text = (name: string): string => `<${name}>${escapeXml(alarm.get(name) ?? '')}</${name}>`;
    const texts = ['AlarmName', 'AlarmDescription', 'AlarmRule', 'ActionsEnabled'].map(text).join('');
    const actions = [...alarm].filter(([name]) => name.startsWith('AlarmActions.')).map(([, topic]) => topic);
    return `<member>${texts}<AlarmArn>${arn}</AlarmArn><AlarmActions>${members(actions)}</AlarmActions></member>`;
  };
  return {
    'monitoring PutCompositeAlarm': (call) => {
      const alarm = new URLSearchParams(call.body);
      alarms.set(key(call, alarm.get('AlarmName') ?? ''), alarm);
      return xml('PutCompositeAlarm', '');
    },
    'monitoring DescribeAlarms': (call) => {
      const asked = new URLSearchParams(call.body);
      if (asked.get('AlarmTypes.member.1') !== 'CompositeAlarm') return undefined;
      const arn = key(call, asked.get('AlarmNames.member.1') ?? '');
      const alarm = alarms.get(arn);
      const found = alarm ? describe(arn, alarm) : '';
      return xml('DescribeAlarms', `<CompositeAlarms>${found}</CompositeAlarms><MetricAlarms/>`);
    },
    'monitoring DeleteAlarms': (call) => {
      const name = new URLSearchParams(call.body).get('AlarmNames.member.1') ?? '';
      return alarms.delete(key(call, name)) ? xml('DeleteAlarms', '') : undefined;
    },
    'monitoring ListTagsForResource': (call) => {
      const alarm = alarms.get(new URLSearchParams(call.body).get('ResourceARN') ?? '');
      return alarm && xml('ListTagsForResource', `<Tags>${tagMembers(alarm)}</Tags>`);
    },
  };
}

function codeBuildProjects(): Record<string, Answer> {
  const projects = new Map<string, JsonValue>();
  return {
    'codebuild CreateProject': ({ account, region, body }) => {
      const asked = parse(body);
      const name = String(asked['name']);
      const project = { ...asked, arn: `arn:aws:codebuild:${region}:${account}:project/${name}` };
      projects.set(name, project);
      return json({ project });
    },
    'codebuild BatchGetProjects': ({ body }) => {
      const names = parse(body)['names'] as string[];
      // Terraform reads by ARN, and by name right after creation.
      const found = names.flatMap((name) => projects.get(name.split('/').at(-1) ?? '') ?? []);
      return json({ projects: found, projectsNotFound: [] });
    },
    'codebuild CreateWebhook': ({ body }) => {
      const { projectName, ...asked } = parse(body);
      const name = String(projectName);
      const webhook = { ...asked, payloadUrl: `https://codebuild.example/${name}`, secret: 'said once' };
      projects.set(name, { ...projects.get(name), webhook });
      return json({ webhook });
    },
    'codebuild DeleteWebhook': ({ body }) => {
      const name = String(parse(body)['projectName']);
      const project = { ...projects.get(name), webhook: undefined };
      projects.set(name, project);
      return json({});
    },
    'codebuild DeleteProject': ({ body }) => {
      projects.delete(String(parse(body)['name']).split('/').at(-1) ?? '');
      return json({});
    },
  };
}

function reportGroups(): Record<string, Answer> {
  const groups = new Map<string, JsonValue>();
  return {
    'codebuild CreateReportGroup': ({ account, region, body }) => {
      const asked = parse(body);
      const arn = `arn:aws:codebuild:${region}:${account}:report-group/${String(asked['name'])}`;
      const reportGroup = { ...asked, arn, created: 0, status: 'ACTIVE' };
      groups.set(arn, reportGroup);
      return json({ reportGroup });
    },
    'codebuild BatchGetReportGroups': ({ body }) => {
      const arns = parse(body)['reportGroupArns'] as string[];
      const found = arns.flatMap((arn) => groups.get(arn) ?? []);
      return json({ reportGroups: found, reportGroupsNotFound: [] });
    },
    'codebuild DeleteReportGroup': ({ body }) => {
      groups.delete(String(parse(body)['arn']));
      return json({});
    },
  };
}

function pipelines(): Record<string, Answer> {
  const stored = new Map<string, { pipeline: JsonValue; tags: unknown; arn: string }>();
  return {
    'codepipeline CreatePipeline': ({ account, region, body }) => {
      const { pipeline, tags = [] } = parse(body) as { pipeline: JsonValue; tags?: unknown };
      const name = String(pipeline['name']);
      stored.set(name, {
        pipeline: { ...pipeline, version: 1 },
        tags,
        arn: `arn:aws:codepipeline:${region}:${account}:${name}`,
      });
      return json({ pipeline: { ...pipeline, version: 1 }, tags });
    },
    'codepipeline GetPipeline': ({ body }) => {
      const found = stored.get(String(parse(body)['name']));
      if (!found) return json({ __type: 'PipelineNotFoundException', message: 'no such pipeline' }, 400);
      return json({ pipeline: found.pipeline, metadata: { pipelineArn: found.arn } });
    },
    'codepipeline ListTagsForResource': ({ body }) => {
      const found = [...stored.values()].find(({ arn }) => arn === parse(body)['resourceArn']);
      return json({ tags: found?.tags ?? [] });
    },
    'codepipeline DeletePipeline': ({ body }) => {
      stored.delete(String(parse(body)['name']));
      return json({});
    },
  };
}

function notificationRules(): Record<string, Answer> {
  const rules = new Map<string, JsonValue>();
  return {
    'codestar-notifications POST /createNotificationRule': ({ account, region, body }) => {
      const { EventTypeIds, ...asked } = parse(body);
      const Arn = `arn:aws:codestar-notifications:${region}:${account}:notificationrule/${rules.size + 1}`;
      const EventTypes = (EventTypeIds as string[]).map((EventTypeId) => ({ EventTypeId }));
      rules.set(Arn, { ...asked, Arn, EventTypes });
      return json({ Arn });
    },
    'codestar-notifications POST /describeNotificationRule': ({ body }) => {
      const rule = rules.get(String(parse(body)['Arn']));
      if (!rule) return json({ __type: 'ResourceNotFoundException', Message: 'no such rule' }, 404);
      const targets = (rule['Targets'] as { TargetAddress: string; TargetType: string }[]).map((target) => ({
        ...target,
        TargetStatus: 'ACTIVE',
      }));
      return json({ ...rule, Targets: targets });
    },
    'codestar-notifications POST /deleteNotificationRule': ({ body }) => {
      rules.delete(String(parse(body)['Arn']));
      return json({});
    },
    'codestar-notifications POST /deleteTarget': () => json({}),
  };
}

function canaries(): Record<string, Answer> {
  const stored = new Map<string, JsonValue>();
  const nameOf = ({ path }: AwsCall): string => path.split('/')[2] ?? '';
  const change = (call: AwsCall, state: string): StubbedAnswer => {
    stored.set(nameOf(call), { ...stored.get(nameOf(call)), Status: { State: state } });
    return json({});
  };
  return {
    'synthetics POST /canary': ({ account, region, body }) => {
      const asked = parse(body);
      const name = String(asked['Name']);
      const Code = { Handler: (asked['Code'] as JsonValue)['Handler'] };
      const EngineArn = `arn:aws:lambda:${region}:${account}:function:cwsyn-${name}:1`;
      const canary = {
        ...asked,
        Id: name,
        Code,
        EngineArn,
        Status: { State: 'READY' },
        Timeline: { Created: 0 },
      };
      stored.set(name, canary);
      return json({ Canary: canary });
    },
    'synthetics GET /canary/{name}': (call) => {
      const Canary = stored.get(nameOf(call));
      return Canary ? json({ Canary }) : json({ __type: 'ResourceNotFoundException', Message: 'none' }, 404);
    },
    'synthetics POST /canary/{name}/start': (call) => change(call, 'RUNNING'),
    'synthetics POST /canary/{name}/stop': (call) => change(call, 'STOPPED'),
    'synthetics DELETE /canary/{name}': (call) => {
      stored.delete(nameOf(call));
      return json({});
    },
  };
}

function bucketPolicies(): Record<string, Answer> {
  const policies = new Map<string, string>();
  const nothing: StubbedAnswer = { status: 204, type: 'application/xml', body: '' };
  return {
    's3 PUT bucket?policy': ({ path, body }) => {
      policies.set(path, body);
      return nothing;
    },
    's3 GET bucket?policy': ({ path }) => {
      const body = policies.get(path);
      if (body !== undefined) return { status: 200, type: 'application/json', body };
      return {
        status: 404,
        type: 'application/xml',
        body: '<Error><Code>NoSuchBucketPolicy</Code><Message>none</Message></Error>',
      };
    },
    's3 DELETE bucket?policy': ({ path }) => {
      policies.delete(path);
      return nothing;
    },
  };
}

function parse(body: string): JsonValue {
  return JSON.parse(body) as JsonValue;
}

function json(value: object, status = 200): StubbedAnswer {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

function xml(action: string, result: string): StubbedAnswer {
  const body = `<${action}Response xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>stub</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, type: 'application/xml', body };
}

function members(texts: readonly string[]): string {
  return texts.map((text) => `<member>${escapeXml(text)}</member>`).join('');
}

/** `Tags.member.1.Key`, `Tags.member.1.Value` … */
function tagMembers(asked: URLSearchParams): string {
  const keys = [...asked].filter(([name]) => /^Tags\.member\.\d+\.Key$/.test(name));
  return keys
    .map(([name, key]) => [key, asked.get(name.replace('.Key', '.Value')) ?? ''].map(escapeXml))
    .map(([key, value]) => `<member><Key>${key}</Key><Value>${value}</Value></member>`)
    .join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
