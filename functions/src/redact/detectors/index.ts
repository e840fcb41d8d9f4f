import type { Detector } from '../types.js';
import { card } from './card.js';
import { email } from './email.js';
import { phone } from './phone.js';
import { ssn } from './ssn.js';

/** Most certain first: of two findings of one length, the earlier names the kind. */
export const DETECTORS: readonly Detector[] = [email, ssn, card, phone];
