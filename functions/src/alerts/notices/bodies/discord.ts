import type { Notice } from '../notice.js';
import { headline, logLines, oneLine } from '../words.js';
import { codeBlock } from './code-block.js';

/**
 * The body for a Discord webhook. Mentions nobody, whatever the texts say, and escapes formatting:
 * https://docs.discord.com/developers/resources/webhook#execute-webhook
 */
export function discordBody(notice: Notice) {
  return {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: escape(oneLine(notice.name)).slice(0, MAX_TITLE),
        url: notice.link,
        description: [
          headline(notice),
          codeBlock(oneLine(notice.query), MAX_BLOCK.query),
          codeBlock(logLines(notice), MAX_BLOCK.lines),
        ].join('\n'),
      },
    ],
  };
}

/** UTF-16 units: https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
const MAX_TITLE = 256;

/** Together less than the 4,096 of a description. */
const MAX_BLOCK = { query: 1_500, lines: 2_400 } as const;

function escape(text: string): string {
  return text.replaceAll(/[\\*_~`|>#\-+[\]()<:@.]/g, String.raw`\$&`);
}
