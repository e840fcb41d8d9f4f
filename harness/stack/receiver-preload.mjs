// Preloaded into a sender of notices: it reaches the receiver of a test on this machine, and nobody else.
import { register } from 'node:module';

register('./receiver-hooks.mjs', import.meta.url);
