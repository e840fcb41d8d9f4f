// A process of its own, so that what it takes is not counted for what is measured.
import { serveStandIn } from './serve.js';

process.on('disconnect', () => process.exit());
process.send?.(await serveStandIn(JSON.parse(process.argv[2] ?? '{}')));
