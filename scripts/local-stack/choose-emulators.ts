import type { Java } from './java.js';
import { OperatorError } from '../terminal/operator-error.js';

/** The programs to start, from whatever source. */
export interface Emulators {
  /** One line for a person: which were chosen. */
  origin: string;
  java: Java;
  /** Arguments of `java` that run the Firestore emulator. */
  firestoreArgs: string[];
  pubsubBinary: string;
}

/** Where an emulator's two programs are. */
export interface Found {
  firestoreJar: string;
  pubsubBinary: string;
}

export interface Probed {
  java: Java | undefined;
  /** Firebase's own, in its cache. */
  cached: Found | undefined;
  /** Whether Firebase's own could be downloaded now; asked only if it matters. */
  canDownload: () => Promise<boolean>;
  /** Downloads Firebase's own into its cache. */
  download: () => Promise<Found>;
  /** Those of an installed Google Cloud SDK; asked only if it matters. */
  cloudSdk: () => Found | undefined;
}

/** The Java that firebase-tools 15 requires for its own emulators. */
const FIREBASE_JAVA = 21;
/** The Java that the Google Cloud SDK's emulators need. */
const CLOUD_SDK_JAVA = 11;

/** Firebase's own emulators if they are there or can be downloaded, else the Google Cloud SDK's. */
export async function chooseEmulators(probed: Probed): Promise<Emulators> {
  const { java } = probed;
  if (java === undefined) {
    throw new OperatorError(
      'Java was not found, and the emulators need it: install Java 21 or later (https://adoptium.net) and see that `java -version` works.',
    );
  }
  if (java.major >= FIREBASE_JAVA) {
    const found =
      probed.cached ?? ((await probed.canDownload()) ? await probed.download() : undefined);
    if (found !== undefined) {
      return {
        origin: `Firebase’s own emulators, on Java ${java.major}`,
        java,
        firestoreArgs: ['-jar', found.firestoreJar],
        pubsubBinary: found.pubsubBinary,
      };
    }
  }
  const found = java.major >= CLOUD_SDK_JAVA ? probed.cloudSdk() : undefined;
  if (found === undefined) {
    throw new OperatorError(
      `No emulators were found for Java ${java.major}: install Java 21 or later and let Firebase download its own, or install the Google Cloud SDK’s with \`gcloud components install cloud-firestore-emulator pubsub-emulator\`.`,
    );
  }
  return {
    origin: `the Google Cloud SDK’s emulators, on Java ${java.major}`,
    java,
    // This jar declares no main class.
    firestoreArgs: [
      '-cp',
      found.firestoreJar,
      'com.google.cloud.datastore.emulator.firestore.CloudFirestore',
    ],
    pubsubBinary: found.pubsubBinary,
  };
}
