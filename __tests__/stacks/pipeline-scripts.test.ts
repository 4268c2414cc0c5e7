import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BUILDSPEC_CHARACTERS } from '../../constructs/pipeline/buildspecs';
import { pipelineScripts } from '../../stacks/pipeline-scripts';

const PROJECT = resolve(__dirname, '..', '..');

test('pipelineScripts() are the files that people review, as they are', () => {
  const { approved, sign, verify } = pipelineScripts(PROJECT);
  for (const { name, text, interpreter } of [approved, sign, verify]) {
    expect(text).toBe(readFileSync(join(PROJECT, 'scripts', name), 'utf8'));
    expect(interpreter).toBe(name.endsWith('.sh') ? 'sh' : 'node');
  }
});

test('pipelineScripts() have what asks for a review in one piece that needs nothing but Node, and that people can read', () => {
  const { review } = pipelineScripts(PROJECT);
  expect(review).toMatchObject({ name: 'require-review.js', interpreter: 'node' });
  const needs = [...review.text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
  expect([...new Set(needs)].sort()).toEqual(['node:child_process', 'node:timers/promises']);
  for (const name of ['gitHub', 'gitLab', 'askEach', 'Reviewed: ']) expect(review.text).toContain(name);
  expect(review.text).not.toContain(PROJECT);
  expect(review.text.length).toBeLessThan(BUILDSPEC_CHARACTERS * 0.75);
  expect(pipelineScripts(PROJECT).review).toEqual(review);
});
