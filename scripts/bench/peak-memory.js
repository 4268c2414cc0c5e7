'use strict';

const fs = require('node:fs');

/** Preloaded: leaves the most bytes that the process has had resident in a file. */
process.on('exit', () => {
  const { maxRSS } = process.resourceUsage();
  fs.writeFileSync(process.env.BENCH_PEAK_MEMORY_FILE, String(maxRSS * 1024));
});
