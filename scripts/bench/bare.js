'use strict';

require('../load-typescript').loadTypeScript('scripts/bench/bare-app.ts').bareApp(process.env.BENCH_READY);
