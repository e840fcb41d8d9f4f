/**
 * Counts the characters that the redactor looks at, so that a test can show that twice the text is at
 * most twice the work, whatever the clock says.
 */
export const meter = { steps: 0, /** How many texts were scanned. */ scans: 0 };
