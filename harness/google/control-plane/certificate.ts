import { createSign, generateKeyPairSync } from 'node:crypto';

import {
  bits,
  context,
  der,
  integer,
  objectId,
  octets,
  sequence,
  set,
  text,
  time,
  truth,
} from './der.js';

export interface Certificate {
  /** PEM. */
  key: string;
  /** PEM; self-signed, so it is also the authority that a client has to trust. */
  certificate: string;
}

const DAY_MS = 86_400_000;
const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));

/**
 * A certificate for these host names, `*.googleapis.com` among them, good for a day before and after
 * `made`. Made by hand: Node has no function for it, and OpenSSL's command is not on every machine.
 */
export function makeCertificate(hosts: readonly string[], made = Date.now()): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(objectId('2.5.4.3'), text('rehearsal'))));
  const alternativeNames = sequence(...hosts.map((host) => der(0x82, Buffer.from(host))));
  const extensions = sequence(
    sequence(objectId('2.5.29.17'), octets(alternativeNames)),
    sequence(objectId('2.5.29.19'), truth(), octets(sequence(truth()))),
  );
  const signed = sequence(
    context(0, integer(2)), // version 3
    integer(1),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(new Date(made - DAY_MS)), time(new Date(made + DAY_MS))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    context(3, extensions),
  );
  const signature = createSign('sha256').update(signed).sign(privateKey);
  const encoded = sequence(signed, ECDSA_WITH_SHA256, bits(signature)).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${encoded.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}
