import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { ENVIRONMENT_CASES } from '../compiler/corpus/environments';
import { FILE_CASES } from '../compiler/corpus/files';
import { FLAG_CASES } from '../compiler/corpus/flags';
import { NAME_CASES } from '../compiler/corpus/names';

const YAML = resolve(__dirname, '..', '..', 'node_modules', 'yaml');
const TEXTS = [
  ...[...ENVIRONMENT_CASES, ...FILE_CASES, ...FLAG_CASES, ...NAME_CASES]
    .flatMap((broken) => Object.values(broken.files))
    .filter((text) => typeof text === 'string'),
  'a: &x [1, 0x1f, .inf, ~, "\\ud800"]\nb: *x\n? [c]\n: |\n  text\n\n',
];

/** What both make of each text; the browser's build is an ES module, which jest leaves alone. */
const COMPARE = `
import { readFileSync } from 'node:fs';
const builds = [await import(process.argv[1]), await import(process.argv[2])];
const options = { version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'error' };
const read = ({ parseDocument, visit }, text) => {
  const { contents, errors, warnings } = parseDocument(text, options);
  const nodes = [];
  visit(contents, { Node: (_, { range, tag, anchor, source, type, value, constructor }) => {
    nodes.push([constructor.name, range, tag, anchor, source, type, String(value)]);
  } });
  return JSON.stringify([nodes, [...errors, ...warnings].map(({ code, message, pos }) => [code, message, pos])]);
};
const texts = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(texts.filter((text) => read(builds[0], text) !== read(builds[1], text))));
`;

test('the two builds of yaml read every text alike', () => {
  const builds = [`${YAML}/dist/index.js`, `${YAML}/browser/dist/index.js`];
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', COMPARE, ...builds], {
    input: JSON.stringify(TEXTS),
    encoding: 'utf8',
  });
  expect(TEXTS.length).toBeGreaterThan(20);
  expect(JSON.parse(output)).toEqual([]);
});
