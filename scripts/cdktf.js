#!/usr/bin/env node
'use strict';

const { loadTypeScript } = require('./load-typescript');

/**
 * The project's `cdktf`: cdktf-cli as it is, in an environment in which Terraform finds its provider
 * (registry, or a mirror on this machine) and writes nothing into the home folder.
 */
const { terraformEnvironment } = loadTypeScript('release/terraform/terraform-environment.ts');

try {
  process.env = { ...terraformEnvironment(process.env).env };
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}
require('cdktf-cli/bundle/bin/cdktf.js');
