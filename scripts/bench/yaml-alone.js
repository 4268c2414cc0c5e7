'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { parseDocument } = require('yaml');

/** What `dynconf check` cannot do without: every YAML file of a folder, parsed once. Says how many there are. */
let files = 0;
const parseAll = (folder) => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) parseAll(file);
    else {
      parseDocument(fs.readFileSync(file, 'utf8'));
      files += 1;
    }
  }
};
parseAll(process.argv[2]);
process.stdout.write(`${files}\n`);
