import type { Notice } from '../notice.js';
import { headline, logLines, oneLine, subject } from '../words.js';

/**
 * A document for the collection that Firebase's extension "Trigger Email from Firestore" watches:
 * https://extensions.dev/extensions/firebase/firestore-send-email
 */
export interface Mail {
  to: string[];
  message: { subject: string; text: string; html: string };
}

export function email(notice: Notice, address: string): Mail {
  const title = oneLine(notice.name);
  const query = oneLine(notice.query);
  const lines = logLines(notice);
  const link = `Open the search: ${notice.link}`;
  return {
    to: [address],
    message: {
      subject: subject(notice),
      text: [`${title}\n${headline(notice)}`, query, lines, link]
        .filter((part) => part !== '')
        .join('\n\n'),
      html: [
        `<p><strong>${escape(title)}</strong><br>${escape(headline(notice))}</p>`,
        `<p><code>${escape(query)}</code></p>`,
        lines === '' ? '' : `<pre>${escape(lines)}</pre>`,
        `<p><a href="${escape(notice.link)}">Open the search</a></p>`,
      ].join('\n'),
    },
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
