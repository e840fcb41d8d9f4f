// Preloaded into a sender of notices, which then reaches only a test's receiver on this machine.
import { register } from 'node:module';

register('./receiver-hooks.mjs', import.meta.url);
