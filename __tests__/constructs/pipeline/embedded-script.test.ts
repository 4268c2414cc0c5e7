import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embedded } from '../../../constructs/pipeline/embedded-script';

test('embedded() runs a script outside of the folder, as it is, in a shell of its own', () => {
  const home = mkdtempSync(join(tmpdir(), 'dynconf-home-'));
  try {
    const text = `set -eu\ntrap 'echo gone' EXIT\nprintf '%s\\n' "\${HOME:+set}" '$(no) \`no\` "'\nls "$PWD"\nexit 3\n`;
    const command = embedded({ name: 'a.sh', text, interpreter: 'sh' });
    const folder = mkdtempSync(join(home, 'artifact-'));
    const out = execFileSync('sh', ['-c', `${command} || echo "ended $?"`], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: home },
      encoding: 'utf8',
    });
    expect(out.split('\n')).toEqual(['set', '$(no) `no` "', 'gone', 'ended 3', '']);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
