import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * An `aws` for scripts and buildspecs, in a folder for PATH: signing and checking signatures with a key that lies in
 * that folder, and roles that are taken on by everybody; the access key is then the account of the role.
 */
export function writeFakeAwsCli(folder: string): void {
  const file = join(folder, 'aws');
  writeFileSync(file, PROGRAM);
  chmodSync(file, 0o755);
}

const PROGRAM = `#!/usr/bin/env node
'use strict';
const { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const [service, command, ...rest] = process.argv.slice(2);
const option = (name) => rest[rest.indexOf('--' + name) + 1] ?? '';
const bytesOf = (name) => readFileSync(option(name).replace(/^fileb:\\/\\//, ''));
const KEY = __dirname + '/' + encodeURIComponent(option('key-id')) + '.pem';

function privateKey() {
  if (!existsSync(KEY)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(KEY, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  return createPrivateKey(readFileSync(KEY));
}

const commands = {
  'kms sign': () => sign('sha256', bytesOf('message'), privateKey()).toString('base64'),
  'kms verify': () => {
    const isValid = verify('sha256', bytesOf('message'), createPublicKey(privateKey()), bytesOf('signature'));
    return isValid ? 'True' : process.exit(254);
  },
  'sts assume-role': () => {
    const [, , , , account] = option('role-arn').split(':');
    return JSON.stringify({ Version: 1, AccessKeyId: account, SecretAccessKey: 'local' });
  },
  'configure export-credentials': () => JSON.stringify({ Version: 1, AccessKeyId: process.env.FAKE_ACCOUNT, SecretAccessKey: 'local' }),
  'configure set': () => {
    const [key, value] = rest;
    const [, profile, setting] = /^profile\\.(.+)\\.([a-z_]+)$/.exec(key);
    // Terraform's S3 backend asks the real STS for a role of a profile, whatever endpoint it is told.
    if (setting === 'external_id' || setting === 'credential_source') return '';
    const role = setting === 'role_arn' && 'env -u AWS_PROFILE aws sts assume-role --role-arn ' + value;
    const file = process.env.AWS_CONFIG_FILE;
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\\n').filter(Boolean) : [];
    const section = '[profile ' + profile + ']';
    if (!lines.includes(section)) lines.push(section);
    lines.splice(lines.indexOf(section) + 1, 0, role ? 'credential_process = ' + role : setting + ' = ' + value);
    writeFileSync(file, lines.join('\\n') + '\\n');
    return '';
  },
};
const run = commands[service + ' ' + command];
if (!run) {
  console.error('this aws does not know ' + service + ' ' + command);
  process.exit(252);
}
process.stdout.write(run() + '\\n');
`;
