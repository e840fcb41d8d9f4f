/** What the page loads and keeps, each with its reason. */

/** Logs that the live tail listens to; a burst of more is fetched. */
export const TAIL_WINDOW = 100;

/** Logs fetched at once, for what is older and for exports. */
export const PAGE_SIZE = 1_000;

/** Logs kept in the list: the newest stay. */
export const MAX_LOADED = 10_000;

/** How often a user without a tenant is looked at again, in ms. */
export const GRANT_CHECK_MS = 15_000;

/** Dead letters shown at most, the newest: each can have a megabyte. */
export const MAX_DEAD_LETTERS = 50;
