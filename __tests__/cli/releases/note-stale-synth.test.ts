import type { Input, Io } from '../../../cli/command';
import { noteStaleSynth } from '../../../cli/releases/note-stale-synth';
import { compileDocuments } from '../../../compiler/compile-documents';
import { loadProject } from '../../../compiler/load-project';
import { targetsOf } from '../../../compiler/targets';
import type { StackFolder } from '../../../release/terraform/stack-folder';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

/** The flags stack of local as it would be synthesized from these definitions. */
function synthesizedFrom(root: string): StackFolder {
  const { project } = loadProject(root);
  const [target] = project ? targetsOf(project, ['local']) : [];
  if (!project || !target) throw new Error('the small project has mistakes');
  const documents = compileDocuments(project, target)
    .filter(({ profile }) => profile === 'flags')
    .map((document) => ({
      ...document,
      versionAddress: 'v',
      deploymentAddress: 'd',
      read: () => document.value,
    }));
  return { name: 'local-us-east-1-flags', folder: root, access: { region: 'us-east-1' }, documents };
}

function notes(root: string, stack: StackFolder): string {
  let text = '';
  const io = { err: (line: string) => (text += line) } as unknown as Io;
  const input: Input = { root, args: [], options: {} };
  noteStaleSynth(io, input, stack);
  return text;
}

const root = writeProject(SMALL_PROJECT);

test('noteStaleSynth() is silent when the stack is what the definitions say', () => {
  expect(notes(root, synthesizedFrom(root))).toBe('');
});

test('noteStaleSynth() names the documents that were edited after the synth', () => {
  const edited = writeProject({
    ...SMALL_PROJECT,
    'flags/checkout/pay.yaml': String(SMALL_PROJECT['flags/checkout/pay.yaml']).replace('true', 'false'),
  });
  expect(notes(edited, synthesizedFrom(root))).toContain('checkout flags differ; `npx cdktf synth`');
});

test('noteStaleSynth() is silent where the definitions do not know the stack, or have mistakes', () => {
  const stack = { ...synthesizedFrom(root), name: 'prod-eu-west-1-flags' };
  expect(notes(root, stack)).toBe('');
  expect(notes(writeProject({ 'environments/local.yaml': 'regions: 3\n' }), synthesizedFrom(root))).toBe('');
});
