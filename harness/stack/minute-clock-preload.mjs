// Preloaded into `ingest`, which then counts everything in the minute CLOCK_MINUTE, in minutes since 1970.
import { register } from 'node:module';

register('./minute-clock-hooks.mjs', import.meta.url);
