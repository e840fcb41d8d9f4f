/** What the page loads and keeps, each with its reason. */

/** Logs that the live tail listens to; a burst of more is fetched. */
export const TAIL_WINDOW = 100;

/** Logs fetched at once at most, for what is older and for exports. */
export const PAGE_SIZE = 1_000;

/** Characters of texts that a page is to stay within: a log can have 400 KiB, and keeps it twice. */
export const PAGE_CHARACTERS = 8_000_000;

/** Logs kept in the list: the newest stay. */
export const MAX_LOADED = 10_000;

/** Characters of their texts; a browser takes two bytes for each. */
export const MAX_LOADED_CHARACTERS = 64_000_000;

/** How often a user without a tenant is looked at again, in ms. */
export const GRANT_CHECK_MS = 15_000;

/** Dead letters shown at most, the newest: each can have a megabyte. */
export const MAX_DEAD_LETTERS = 50;

/** Notices of alerts shown at most, the newest. */
export const MAX_NOTICES = 50;

/** How long what is known of a tenant's settings is used before they are read again, in ms. */
export const SETTINGS_MS = 60_000;

/** Logs before and after one that are shown as its context. */
export const CONTEXT_LINES = 15;

/** How long after new logs the chart is counted again at the earliest, in ms. */
export const RECOUNT_MS = 10_000;

/** How long a chart's counts hold before late logs are looked for by counting all again, in ms. */
export const COUNTS_MS = 300_000;

/** How often logs that came late are looked for among those loaded, in ms: a read for every 1,000. */
export const LATE_CHECK_MS = 15_000;

/** Late logs that one look reads at most; the next one goes on. */
export const LATE_LOGS = 1_000;

/** Bars of a chart that is made of loaded logs. */
export const MOST_BARS = 60;

export const DAY_MS = 86_400_000;
