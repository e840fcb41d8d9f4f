import { type AuthEmulator, createUser, signIn } from './auth-emulator.js';

/** A tenant's reader, as a browser would be one: a real ID token, and the security rules. */

interface Emulators extends AuthEmulator {
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

/** Makes a reader of the tenant in the Auth emulator and signs them in. */
export async function newReader(emulators: Emulators, tenant: string): Promise<string> {
  const reader = {
    email: `reader@${tenant}.example`,
    password: `demo-${tenant}-password`,
    tenant,
    role: 'reader',
  } as const;
  await createUser(emulators, reader);
  return signIn(emulators, reader);
}

/** The tenant's logs, newest first; `undefined` if the rules refuse. No token: signed out. */
export async function readLogs(
  { projectId, firestoreHost }: Emulators,
  tenant: string,
  token?: string,
): Promise<ReaderLog[] | undefined> {
  const documents = `http://${firestoreHost}/v1/projects/${projectId}/databases/(default)/documents`;
  const response = await fetch(`${documents}/tenants/${tenant}:runQuery`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({
      structuredQuery: {
        from: [{ collectionId: 'processed_logs' }],
        // The one shard of a tenant that has not asked for more.
        where: {
          fieldFilter: {
            field: { fieldPath: 'shard' },
            op: 'EQUAL',
            value: { integerValue: '0' },
          },
        },
        orderBy: [{ field: { fieldPath: 'time' }, direction: 'DESCENDING' }],
        limit: 100,
      },
    }),
  });
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
