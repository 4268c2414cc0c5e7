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
  return { [VALIDATORS]: validatorsOf(DEFINITION_SCHEMAS) };
}

function validatorsOf(schemas) {
  const { default: Ajv } = require('ajv');
  const { default: standaloneCode } = require('ajv/dist/standalone');
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    meta: false,
    validateSchema: false,
    // Shared pieces stay shared: a third less code.
    inlineRefs: false,
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
