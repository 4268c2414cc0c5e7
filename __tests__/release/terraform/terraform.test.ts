import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Terraform, type TerraformMessage } from '../../../release/terraform/terraform';

/** What our Terraform is called with, and what it answers, is a script of the test's. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynconf-terraform-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Script {
  readonly script: string;
  readonly signal?: AbortSignal;
  readonly onMessage?: (message: TerraformMessage) => void;
}

function aTerraform({ script, ...options }: Script): Terraform {
  const binary = join(folder, 'terraform');
  writeFileSync(binary, `#!/bin/sh\necho "$@" >> calls\n${script}\n`, { mode: 0o755 });
  const env = { PATH: process.env['PATH'], TERRAFORM_BINARY_NAME: binary };
  return new Terraform({ name: 'local-eu-west-1-flags', folder }, { env, ...options });
}

function message(content: object): string {
  return `echo '${JSON.stringify({ '@level': 'info', '@message': 'm', ...content })}'`;
}

const REPLACED = message({
  type: 'planned_change',
  change: { resource: { addr: 'a.b', resource_type: 'a' }, action: 'replace' },
});

describe('Terraform', () => {
  test('Terraform.plan() tells a needed plan from a needless one, and what would change', async () => {
    const needed = await aTerraform({ script: `${REPLACED}\nexit 2` }).plan('/tmp/x.tfplan');
    expect(needed).toEqual({
      file: '/tmp/x.tfplan',
      isNeeded: true,
      changes: [{ address: 'a.b', type: 'a', action: 'replace' }],
    });
    expect(await aTerraform({ script: 'exit 0' }).plan('/tmp/x.tfplan')).toMatchObject({
      isNeeded: false,
      changes: [],
    });
  });

  test('Terraform.plan() replaces what it is asked to', async () => {
    await aTerraform({ script: 'exit 0' }).plan('/tmp/x.tfplan', ['aws_appconfig_deployment.a']);
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toContain('-replace=aws_appconfig_deployment.a');
  });

  test('Terraform.apply() fails with the errors of the output, not with its warnings', async () => {
    const warning = message({
      type: 'diagnostic',
      diagnostic: { severity: 'warning', summary: 'old', detail: '' },
    });
    const error = message({
      type: 'diagnostic',
      diagnostic: { severity: 'error', summary: 'creating a Version', detail: 'AccessDenied' },
    });
    const applied = aTerraform({ script: `${warning}\n${error}\nexit 1` }).apply({
      file: 'x',
      isNeeded: true,
      changes: [],
    });
    await expect(applied).rejects.toMatchObject({
      kind: 'failed',
      message: 'local-eu-west-1-flags: creating a Version: AccessDenied',
    });
  });

  test('Terraform.init() fails with what stands on stderr when there is nothing else', async () => {
    await expect(aTerraform({ script: 'echo "Error: no network" >&2; exit 1' }).init()).rejects.toThrow(
      'Error: no network',
    );
  });

  test('Terraform.outputs() answers with the values of the outputs', async () => {
    const terraform = aTerraform({ script: `echo '{ "await": { "sensitive": false, "value": "npx" } }'` });
    expect(await terraform.outputs()).toEqual({ await: 'npx' });
  });

  test('Terraform.forget() writes the backup where it is told to', async () => {
    await aTerraform({ script: 'exit 0' }).forget(['a.b', 'a.c'], '/tmp/secret/before.tfstate');
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe(
      'state rm -backup=/tmp/secret/before.tfstate a.b a.c\n',
    );
  });

  test('Terraform is interrupted once, finishes what it does, and the release ends as interrupted', async () => {
    const interrupted = new AbortController();
    const script = [
      "trap 'echo interrupted >> signals' INT",
      message({ type: 'apply_start' }),
      'i=0; while [ ! -f signals ] && [ $i -lt 200 ]; do sleep 0.05; i=$((i+1)); done',
      'sleep 0.2; echo finished >> signals; exit 0',
    ].join('\n');
    const terraform = aTerraform({
      script,
      signal: interrupted.signal,
      onMessage: () => interrupted.abort(),
    });
    await expect(terraform.apply({ file: 'x', isNeeded: true, changes: [] })).rejects.toMatchObject({
      kind: 'interrupted',
    });
    expect(readFileSync(join(folder, 'signals'), 'utf8')).toBe('interrupted\nfinished\n');
  });
});
