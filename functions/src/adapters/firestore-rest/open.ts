import { databaseId } from '../../config.js';
import { connect } from '../google-rest/connection.js';
import { projectId } from '../../lib/project-id.js';
import { once } from '../../lib/once.js';
import { createDocuments } from './documents.js';

/** The documents of the gateway's database, with one set of connections for the process. */
export const openDocuments = once(() =>
  createDocuments(
    projectId(),
    connect({
      service: 'firestore.googleapis.com',
      emulatorHost: process.env['FIRESTORE_EMULATOR_HOST'],
    }),
    databaseId(),
  ),
);
