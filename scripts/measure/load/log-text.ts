import type { Random } from '../../../harness/support/random.js';

const SERVICES = ['checkout', 'login', 'search', 'billing', 'mailer'] as const;
const NAMES = ['ann', 'ben', 'chloe', 'dmitri', 'emre', 'fatima', 'goro', 'hana'] as const;

type Template = (random: Random) => string;

/** Half of them hold personal data, all from ranges reserved for examples. */
const TEMPLATES: [Template, ...Template[]] = [
  (r) => `GET /api/v2/items/${r.int(1, 9_999)} 200 in ${r.int(1, 900)} ms`,
  (r) => `cache miss for session ${r.int(1, 1e9).toString(36)}, loaded from replica ${r.int(1, 3)}`,
  (r) => `job ${r.int(1, 99_999)} finished: ${r.int(1, 500)} rows, ${r.int(0, 3)} retries`,
  (r) => `upstream timed out after ${r.int(1, 30)} s\n    at connect (net.js:${r.int(10, 900)})`,
  (r) => `user ${email(r)} signed in`,
  (r) => `callback requested at ${phone(r)} by ${email(r)}`,
  (r) => `payment by card 4111 1111 1111 1111 declined for ${email(r)}`,
  (r) => `identity check of SSN ${r.int(100, 665)}-${r.int(10, 99)}-${r.int(1_000, 9_999)} passed`,
];

/** The text of a log: realistic, and the same for the same random choices. */
export function logText(random: Random): string {
  return `${random.pick(SERVICES)}: ${random.pick(TEMPLATES)(random)}`;
}

const email = (random: Random) => `${random.pick(NAMES)}.${random.int(1, 999)}@example.com`;

const phone = (random: Random) => `(${random.int(201, 989)}) 555-01${random.int(10, 99)}`;
