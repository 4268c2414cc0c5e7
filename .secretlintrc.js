'use strict';

const path = require('node:path');

module.exports = { rules: [{ id: path.join(__dirname, 'scripts', 'secret-rules.js') }] };
