import type { Ports } from './ports.js';

/** As much of firebase.json's `hosting` as is used here. */
export interface HostingConfig {
  headers: { source: string; headers: { key: string; value: string }[] }[];
}

const POLICY = 'Content-Security-Policy';

/**
 * Lets the page of a local stack reach its emulators. The content security policy of firebase.json
 * is the one that is deployed, and names none of them.
 */
export function allowEmulators({ headers }: HostingConfig, ports: Ports): void {
  const origin = (port: number) => `http://127.0.0.1:${port}`;
  for (const header of headers.flatMap((rule) => rule.headers)) {
    if (header.key !== POLICY) continue;
    header.value = header.value
      .split('; ')
      .map((directive) => {
        if (directive.startsWith('connect-src ')) {
          const emulators = [ports.firestore, ports.auth, ports.functions].map(origin);
          return [directive, ...emulators].join(' ');
        }
        return directive.startsWith('frame-src ')
          ? `${directive} ${origin(ports.auth)}`
          : directive;
      })
      .join('; ');
  }
}
