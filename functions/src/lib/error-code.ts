import { GRPC } from './grpc-codes.js';

/** The `code` of an error: a gRPC status (number), or Node's or a library's name for it. */
export function errorCode(error: unknown): number | string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'number' || typeof code === 'string' ? code : undefined;
}

/** gRPC's ALREADY_EXISTS: a create fails with it when the id is taken. */
export function isAlreadyExists(error: unknown): boolean {
  return errorCode(error) === GRPC.ALREADY_EXISTS;
}
