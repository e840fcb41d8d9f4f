/** What the page loads and keeps, with the reason for each limit. */

/** Logs that the live tail listens to; a larger burst is fetched. */
export const TAIL_WINDOW = 100;

/** The most logs fetched at once, for older logs and exports. */
export const PAGE_SIZE = 1_000;

/**
 * Target for the characters of text on a page: a log can have 400 KiB, and contains its text twice.
 */
export const PAGE_CHARACTERS = 8_000_000;

/** Logs kept in the list: the newest are kept. */
export const MAX_LOADED = 10_000;

/** Characters of their texts; a browser needs two bytes for each. */
export const MAX_LOADED_CHARACTERS = 64_000_000;

/** How often a user without a tenant is checked again, in ms. */
export const GRANT_CHECK_MS = 15_000;

/** The most dead letters shown, newest first: each can be a megabyte. */
export const MAX_DEAD_LETTERS = 50;

/** The most notices of alerts shown, newest first. */
export const MAX_NOTICES = 50;

/** How long a tenant's settings are cached before they are read again, in ms. */
export const SETTINGS_MS = 60_000;

/** Logs shown before and after a log as its context. */
export const CONTEXT_LINES = 15;

/** The minimum time between new logs and a recount of the chart, in ms. */
export const RECOUNT_MS = 10_000;

/**
 * How long a chart's counts are valid before everything is recounted to include late logs, in ms.
 */
export const COUNTS_MS = 300_000;

/** How often the loaded logs are checked for late arrivals, in ms: one read per 1,000. */
export const LATE_CHECK_MS = 15_000;

/** The most late logs that one check reads; the next check continues. */
export const LATE_LOGS = 1_000;

/** Bars of a chart made from loaded logs. */
export const MOST_BARS = 60;

export const DAY_MS = 86_400_000;
