import type { Ports } from './ports.js';

/** The part of firebase.json's `hosting` used here. */
export interface HostingConfig {
  headers: { source: string; headers: { key: string; value: string }[] }[];
  rewrites: { source: string; function?: { functionId: string; region?: string } }[];
}

/**
 * Makes the page of a local stack use its emulators: a header tells it where they are, and its
 * content security policy lets it reach them. The policy of firebase.json is the one that is
 * deployed, and names none of them.
 */
export function useEmulators({ headers }: HostingConfig, ports: Ports): void {
  for (const header of headers.flatMap((rule) => rule.headers)) {
    if (header.key === 'Content-Security-Policy') header.value = allow(header.value, ports);
  }
  const addresses = (['auth', 'firestore'] as const).map(
    (name) => `${name}=127.0.0.1:${ports[name]}`,
  );
  headers.push({
    source: '**',
    headers: [{ key: 'Emulators', value: addresses.join(', ') }],
  });
}

/** A deployment finds the region of a rewrite's function; the emulator assumes us-central1. */
export function useRegion({ rewrites }: Pick<HostingConfig, 'rewrites'>, region: string): void {
  for (const rewrite of rewrites) if (rewrite.function) rewrite.function.region = region;
}

function allow(policy: string, { auth, firestore }: Ports): string {
  const added: Record<string, number[]> = {
    'connect-src': [auth, firestore],
    // The origin of Firebase Auth's pop-up sign-in helper.
    'frame-src': [auth],
  };
  return policy
    .split('; ')
    .map((directive) => {
      const ports = added[directive.split(' ', 1)[0] ?? ''] ?? [];
      return [directive, ...ports.map((port) => `http://127.0.0.1:${port}`)].join(' ');
    })
    .join('; ');
}
