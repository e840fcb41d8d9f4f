import { auth } from '@googleapis/logging';

/** A token is renewed after this; Google's are valid for an hour. */
const TOKEN_MS = 10 * 60_000;

/** Google's client for the account that a command acts as: every call to Google uses it. */
export function createAuthClient(accessToken: () => Promise<string>) {
  const client = new auth.OAuth2();
  client.refreshHandler = async () => ({
    access_token: await accessToken(),
    expiry_date: Date.now() + TOKEN_MS,
  });
  return client;
}
