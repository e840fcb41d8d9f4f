import { notFound } from '../../api-error.js';
import { type Route, routesOf } from '../route.js';

export const ACCESS_TOKEN = 'an-access-token';

/** Tokens for refresh tokens and for a service account's key alike; statistics go nowhere. */
export function signIn(): Route[] {
  const token = () => ({ access_token: ACCESS_TOKEN, expires_in: 3599, token_type: 'Bearer' });
  return [
    routesOf('www.googleapis.com')('POST', /token$/, token),
    routesOf('oauth2.googleapis.com')('POST', /token$/, token),
    routesOf('accounts.google.com')('POST', /token$/, token),
    routesOf('www.google-analytics.com')('POST', /./, () => ({})),
    routesOf('auth.firebase.tools')('GET', /./, () => {
      throw notFound();
    }),
  ];
}
