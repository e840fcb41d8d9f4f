/** A tenant's reader, as a browser would be one: a real ID token, and the security rules. */

interface Emulators {
  projectId: string;
  authHost: string;
  firestoreHost: string;
}

export interface ReaderLog {
  logId: string;
  source: string;
  modifiedData: string;
  redactions: string;
}

type Value = { stringValue?: string; integerValue?: string; mapValue?: { fields?: Fields } };
type Fields = Record<string, Value>;

async function postJson(url: string, body: unknown, token?: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
}

/** Makes a user with the tenant's claim in the Auth emulator and signs it in. */
export async function signIn({ projectId, authHost }: Emulators, tenant: string): Promise<string> {
  const api = `http://${authHost}/identitytoolkit.googleapis.com/v1`;
  const user = { email: `reader@${tenant}.example`, password: `demo-${tenant}-password` };
  // "owner" is how the emulators name an administrator.
  const created = await postJson(`${api}/projects/${projectId}/accounts`, user, 'owner');
  const { localId } = (await created.json()) as { localId?: string };
  await postJson(
    `${api}/projects/${projectId}/accounts:update`,
    { localId, customAttributes: JSON.stringify({ tenant_id: tenant }) },
    'owner',
  );
  const signedIn = await postJson(`${api}/accounts:signInWithPassword?key=demo`, {
    ...user,
    returnSecureToken: true,
  });
  const { idToken } = (await signedIn.json()) as { idToken?: string };
  if (idToken === undefined) throw new Error(`the Auth emulator signed nobody in for ${tenant}`);
  return idToken;
}

/** The tenant's logs, newest first; `undefined` when the rules refuse. No token: nobody. */
export async function readLogs(
  { projectId, firestoreHost }: Emulators,
  tenant: string,
  token?: string,
): Promise<ReaderLog[] | undefined> {
  const documents = `http://${firestoreHost}/v1/projects/${projectId}/databases/(default)/documents`;
  const response = await postJson(
    `${documents}/tenants/${tenant}:runQuery`,
    {
      structuredQuery: {
        from: [{ collectionId: 'processed_logs' }],
        orderBy: [{ field: { fieldPath: 'processed_at' }, direction: 'DESCENDING' }],
        limit: 100,
      },
    },
    token,
  );
  if (response.status === 403) return undefined;
  if (!response.ok) throw new Error(`Firestore answered ${response.status} to a reader`);
  const rows = (await response.json()) as { document?: { name: string; fields: Fields } }[];
  return rows.flatMap(({ document }) => (document ? [toLog(document)] : []));
}

function toLog({ name, fields }: { name: string; fields: Fields }): ReaderLog {
  const redactions = fields['redactions']?.mapValue?.fields ?? {};
  return {
    logId: name.split('/').at(-1) ?? '',
    source: fields['source']?.stringValue ?? '',
    modifiedData: fields['modified_data']?.stringValue ?? '',
    redactions: Object.entries(redactions)
      .map(([kind, count]) => `${count.integerValue} ${kind}`)
      .join(', '),
  };
}
