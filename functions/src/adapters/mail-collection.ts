import type { Firestore } from 'firebase-admin/firestore';

import type { SendMail } from '../alerts/notices/send-notice.js';
import { isAlreadyExists } from '../lib/error-code.js';
import { withTimeout } from '../lib/with-timeout.js';
import { openFirestore } from './firestore.js';

/** Writes mails to the collection that the extension "Trigger Email from Firestore" watches. */
export function createSendMail(
  collection: string,
  timeoutMs: number,
  firestore: Firestore = openFirestore(),
): SendMail {
  return async (id, mail) => {
    try {
      await withTimeout(timeoutMs, firestore.collection(collection).doc(id).create(mail));
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
    }
  };
}
