/**
 * Text in which Slack and Discord see no formatting. It cannot end its block: an invisible space parts
 * neighbouring backticks. Has at most `most` UTF-16 units beside the fences.
 */
export function codeBlock(text: string, most = Infinity): string {
  const inside = text
    .replaceAll(/`(?=`)/g, '`\u200B')
    .slice(0, most)
    .toWellFormed();
  return inside === '' ? '' : `\`\`\`\n${inside}\n\`\`\``;
}
