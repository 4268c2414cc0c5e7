#!/usr/bin/env node
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { loadTypeScript, PROJECT } = require('./load-typescript');

const VALIDATORS = 'compiler/structure/validators.js';

/**
 * Every file that is made from the schemas in compiler/schemas, by its path in the project.
 *
 * They are committed, so that no start pays for compiling schemas and editors need nothing but the checkout.
 */
function generatedFiles() {
  const { DEFINITION_SCHEMAS } = loadTypeScript('compiler/schemas/definition-schemas.ts');
  const forEditors = Object.entries(DEFINITION_SCHEMAS).map(([name, schema]) => [
    `compiler/schemas/${name}.schema.json`,
    editorSchemaOf(name, schema),
  ]);
  return { [VALIDATORS]: validatorsOf(DEFINITION_SCHEMAS), ...Object.fromEntries(forEditors) };
}

/** The same schema for a language server. An environment may inherit whatever its own file leaves out. */
function editorSchemaOf(name, schema) {
  const written = name === 'environment' ? withoutRequired(schema) : schema;
  const whole = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: name,
    ...withEditorWords(written),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Only what stands in a list is never merged, and must be complete where it is written. */
function withoutRequired(schema) {
  if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) return schema;
  const kept = Object.entries(schema).filter(([key, value]) => key !== 'required' || !Array.isArray(value));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'items' ? value : withoutRequired(value)]),
  );
}

/** What our own messages say is wanted is what an editor says of a wrong pattern. `x-editor` is what only editors check. */
function withEditorWords(written) {
  if (Array.isArray(written)) return written.map(withEditorWords);
  if (written === null || typeof written !== 'object') return written;
  const schema = withWhatEditorsCheck(written);
  const says = schema['x-says'];
  const rest = Object.fromEntries(Object.entries(schema).filter(([key]) => !key.startsWith('x-')));
  const words =
    says !== undefined && rest.pattern !== undefined ? { patternErrorMessage: `write ${says}` } : {};
  const parts = Object.entries(rest).map(([key, value]) => [key, withEditorWords(value)]);
  return { ...Object.fromEntries(parts), ...words };
}

function withWhatEditorsCheck({ 'x-editor': more, ...schema }) {
  if (more === undefined) return schema;
  return {
    ...schema,
    ...more,
    ...(more.definitions && { definitions: { ...schema.definitions, ...more.definitions } }),
  };
}

function validatorsOf(schemas) {
  const { default: Ajv } = require('ajv');
  const { default: standaloneCode } = require('ajv/dist/standalone');
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    meta: false,
    validateSchema: false,
    // In one function each, so that an error says from the schema's root which rule was broken.
    inlineRefs: true,
    code: { source: true },
  });
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(withoutWords(schema), name);
  const code = standaloneCode(ajv, Object.fromEntries(Object.keys(schemas).map((name) => [name, name])));
  const minified = require('esbuild').transformSync(code, { minify: true, target: 'node20' }).code;
  return `/* eslint-disable */\n// Generated from compiler/schemas by scripts/generate-schemas.js: do not edit.\n${minified}`;
}

/** A schema without what only people read; `properties` may well have one called `description`. */
function withoutWords(schema, isMapOfSchemas = false) {
  if (Array.isArray(schema)) return schema.map((each) => withoutWords(each));
  if (schema === null || typeof schema !== 'object') return schema;
  const kept = Object.entries(schema).filter(([key]) => isMapOfSchemas || !isWords(key));
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      withoutWords(value, !isMapOfSchemas && ['properties', 'definitions'].includes(key)),
    ]),
  );
}

function isWords(key) {
  return key === 'description' || key === 'examples' || key.startsWith('x-');
}

if (require.main === module) {
  for (const [file, text] of Object.entries(generatedFiles()))
    fs.writeFileSync(path.join(PROJECT, file), text);
}

module.exports = { generatedFiles };
