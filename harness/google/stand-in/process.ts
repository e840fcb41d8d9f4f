// A process of its own, so that its cost is not part of the measurement.
import { serveStandIn } from './serve.js';

process.on('disconnect', () => process.exit());
process.send?.(await serveStandIn(JSON.parse(process.argv[2] ?? '{}')));
