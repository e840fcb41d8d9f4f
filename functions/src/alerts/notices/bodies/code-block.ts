/**
 * Text that Slack and Discord show without formatting. It cannot end its block: an invisible space
 * separates neighbouring backticks. At most `most` UTF-16 units, not counting the fences.
 */
export function codeBlock(text: string, most = Infinity): string {
  const inside = text
    .replaceAll(/`(?=`)/g, '`\u200B')
    .slice(0, most)
    .toWellFormed();
  return inside === '' ? '' : `\`\`\`\n${inside}\n\`\`\``;
}
