import type { Notice } from '../notice.js';
import { headline, logLines, oneLine } from '../words.js';
import { codeBlock } from './code-block.js';

/**
 * An incoming webhook of Slack, which Mattermost and Rocket.Chat take as well. Without `<`, `>` and `&`
 * there are no mentions and no links but ours:
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function slackBody(notice: Notice) {
  const name = escape(oneLine(notice.name));
  const blocks = [escape(oneLine(notice.query)), escape(logLines(notice))];
  return {
    text: [
      `*${name}*: ${headline(notice)}`,
      ...blocks.map((block) => codeBlock(block)),
      `<${notice.link}|Open the search>`,
    ].join('\n'),
    // Names and addresses in the texts become neither mentions nor links.
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
