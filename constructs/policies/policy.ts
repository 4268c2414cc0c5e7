/** One statement of an IAM policy; AWS's own words. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Readonly<Record<string, string | readonly string[]>> | '*';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  /** Only of a denial: everything else. */
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export function allow(
  Sid: string,
  Action: Statement['Action'],
  Resource: string | readonly string[],
): Statement {
  return { Sid, Effect: 'Allow', Action, Resource };
}

/** For what has no resource to name: then at least the region is. */
export function inRegions(regions: readonly string[]): NonNullable<Statement['Condition']> {
  return { StringEquals: { 'aws:RequestedRegion': regions } };
}

/** Of what is allowed only what looks; denials stay. */
export function lookingOnly(statements: readonly Statement[]): Statement[] {
  return withActions(statements, /:(Get|List|Describe|BatchGet)/);
}

/** Of what is allowed only what takes away, and what looks at what there is to take; denials stay. */
export function takingOnly(statements: readonly Statement[]): Statement[] {
  return withActions(statements, /:(Get|List|Describe|Delete|Detach|Stop)/);
}

function withActions(statements: readonly Statement[], allowed: RegExp): Statement[] {
  return statements.flatMap((statement) => {
    if (statement.Effect === 'Deny') return [statement];
    const Action = [statement.Action].flat().filter((action) => allowed.test(action));
    return Action.length > 0 ? [{ ...statement, Action }] : [];
  });
}

/** The text of a policy. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** Of a bucket: nobody reaches it unencrypted. */
export function tlsOnly(bucketName: string): Statement {
  const bucket = `arn:aws:s3:::${bucketName}`;
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucket, `${bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
