'use strict';

/** A preset of secretlint: the rules by which `dynconf check` finds secrets in definitions. */
exports.creator = require('./load-typescript')
  .loadTypeScript('compiler/secrets/secret-rules.ts')
  .secretRules();
