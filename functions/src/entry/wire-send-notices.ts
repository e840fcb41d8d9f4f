import { createGuardedPost } from '../adapters/guarded-post.js';
import { createSendMail } from '../adapters/mail-collection.js';
import { createNoticeStore } from '../adapters/notice-store.js';
import { createHandle } from '../alerts/notices/handle.js';
import { createSendNotice } from '../alerts/notices/send-notice.js';
import * as config from '../config.js';
import { once } from '../lib/once.js';
import { projectId } from '../lib/project-id.js';

/** The sender and its dependencies, from the parameters; call it at the first message. */
export const handle = once(() => {
  const { mailCollection, pageUrl, storeTimeoutMs } = config.settings();
  return createHandle(
    createSendNotice({
      store: createNoticeStore(storeTimeoutMs),
      post: createGuardedPost(),
      sendMail:
        mailCollection === undefined ? undefined : createSendMail(mailCollection, storeTimeoutMs),
      pageUrl: pageUrl ?? `https://${projectId()}.web.app`,
      now: () => new Date(),
    }),
  );
});
