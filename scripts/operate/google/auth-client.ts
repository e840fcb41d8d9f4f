import { auth } from '@googleapis/logging';

/** A token is asked for anew after this; Google's hold for an hour. */
const TOKEN_MS = 10 * 60_000;

/** Google's client of whom a command acts for: everything here calls Google with it. */
export function createAuthClient(accessToken: () => Promise<string>) {
  const client = new auth.OAuth2();
  client.refreshHandler = async () => ({
    access_token: await accessToken(),
    expiry_date: Date.now() + TOKEN_MS,
  });
  return client;
}
