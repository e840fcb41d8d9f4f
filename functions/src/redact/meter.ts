/**
 * Counts the characters that the redactor looks at, so that a test can show that twice the text is
 * twice the work at the most, whatever the clock says.
 */
export const meter = { steps: 0, /** How many texts were scanned. */ scans: 0 };
