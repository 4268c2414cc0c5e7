/** `arn:aws:<service>:<region>:<account>:<resource>`: its region; empty where it is no ARN, or says none. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** The account that an ARN says; empty where it is no ARN, or says none. */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** The name in the ARN of a CloudWatch alarm; a name may have colons. */
export function alarmNameOf(arn: string): string {
  return arn.split(':').slice(6).join(':');
}
