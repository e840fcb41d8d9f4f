import type { Notice } from '../notice.js';
import { headline, logLines, oneLine } from '../words.js';

/**
 * The body for a Teams workflow ("Send webhook alerts to a channel"), which takes a message with an
 * Adaptive Card. Texts are runs, in which no markup is parsed:
 * https://adaptivecards.io/explorer/TextRun.html
 */
export function teamsBody(notice: Notice) {
  const lines = logLines(notice);
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: headline(notice),
          body: [
            paragraph(oneLine(notice.name), { size: 'Large', weight: 'Bolder' }),
            paragraph(headline(notice)),
            paragraph(oneLine(notice.query), MONOSPACE),
            ...(lines === '' ? [] : lines.split('\n').map((line) => paragraph(line, MONOSPACE))),
          ],
          actions: [{ type: 'Action.OpenUrl', title: 'Open the search', url: notice.link }],
        },
      },
    ],
  };
}

const MONOSPACE = { fontType: 'Monospace' };

function paragraph(text: string, style: object = {}) {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...style }] };
}
