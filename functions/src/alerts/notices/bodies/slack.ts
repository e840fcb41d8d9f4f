import type { Notice } from '../notice.js';
import { headline, logLines, oneLine } from '../words.js';
import { codeBlock } from './code-block.js';

/**
 * The body for a Slack incoming webhook, which Mattermost and Rocket.Chat accept too. Without `<`,
 * `>` and `&` there are no mentions and no links but ours:
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function slackBody(notice: Notice) {
  // Backticks in front of the blocks would pair with theirs, and turn them inside out.
  const name = escape(oneLine(notice.name)).replaceAll('`', '’');
  const blocks = [escape(oneLine(notice.query)), escape(logLines(notice))];
  return {
    text: [
      `*${name}*: ${headline(notice)}`,
      ...blocks.map((block) => codeBlock(block)),
      `<${notice.link}|Open the search>`,
    ].join('\n'),
    // Keeps names and addresses in the texts from becoming mentions or links.
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
