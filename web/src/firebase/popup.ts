/** What signing in with another provider takes: a chunk of its own, fetched when it is used. */
export { browserPopupRedirectResolver } from 'firebase/auth';
