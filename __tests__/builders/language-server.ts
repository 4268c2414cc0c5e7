import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

const PROJECT = resolve(__dirname, '..', '..');
const SERVER = join(PROJECT, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server');

export interface EditorDiagnostic {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

export interface Editor {
  /** Opens a file and answers with what the server underlines. */
  open(file: string, text: string): Promise<readonly EditorDiagnostic[]>;
  /** Labels offered at a line and column, both from 0. */
  complete(file: string, at: readonly [line: number, column: number]): Promise<readonly string[]>;
  hover(file: string, at: readonly [line: number, column: number]): Promise<string>;
  close(): Promise<void>;
}

/** The YAML language server of the editor's extension, with this workspace's settings. */
export async function startEditor(): Promise<Editor> {
  const server = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const settings = settingsOfWorkspace();
  const waiting = new Map<string, (found: readonly EditorDiagnostic[]) => void>();
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly { section: string }[] }) =>
    items.map(({ section }) => settings[section] ?? {}),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: readonly EditorDiagnostic[] }) =>
      waiting.get(uri)?.(diagnostics),
  );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: uriOf('.'),
    workspaceFolders: [{ name: 'project', uri: uriOf('.') }],
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true },
      textDocument: { hover: { contentFormat: ['plaintext'] }, publishDiagnostics: {} },
    },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings });
  const at = (file: string, [line, character]: readonly [number, number]) => ({
    textDocument: { uri: uriOf(file) },
    position: { line, character },
  });
  return {
    async open(file, text) {
      const found = new Promise<readonly EditorDiagnostic[]>((done) => waiting.set(uriOf(file), done));
      const textDocument = { uri: uriOf(file), languageId: 'yaml', version: 1, text };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
      return found;
    },
    async complete(file, position) {
      const list = await connection.sendRequest<{ items: readonly { label: string }[] }>(
        'textDocument/completion',
        at(file, position),
      );
      return list.items.map(({ label }) => label);
    },
    async hover(file, position) {
      const answer = await connection.sendRequest<{ contents: { value: string } } | null>(
        'textDocument/hover',
        at(file, position),
      );
      return answer?.contents.value ?? '';
    },
    async close() {
      connection.dispose();
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    },
  };
}

function uriOf(file: string): string {
  return pathToFileURL(join(PROJECT, file)).href;
}

/** `yaml.schemas` → `{ yaml: { schemas } }`, as an editor hands them to a server. */
function settingsOfWorkspace(): Record<string, Record<string, unknown>> {
  const flat = JSON.parse(readFileSync(join(PROJECT, '.vscode', 'settings.json'), 'utf8')) as object;
  const settings: Record<string, Record<string, unknown>> = {};
  for (const [key, value] of Object.entries(flat)) {
    const [section = '', ...path] = key.split('.');
    const last = path.pop();
    if (last === undefined) continue;
    let place = (settings[section] ??= {});
    for (const step of path) place = (place[step] ??= {}) as Record<string, unknown>;
    place[last] = value;
  }
  return settings;
}
