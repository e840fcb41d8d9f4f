import { REQUEST_ID_PATTERN } from '../../../contract/ids.js';

const schema = { type: 'string', pattern: REQUEST_ID_PATTERN };

export const requestIdParameter = {
  name: 'X-Request-Id',
  in: 'header',
  description: 'An id for the request, stored with its logs. One in any other form is replaced.',
  schema,
};

export const requestIdHeader = {
  description: 'The id of the request: the one it came with, or a new one.',
  schema,
};

interface Operation extends Readonly<Record<string, unknown>> {
  parameters?: readonly object[];
  responses: Readonly<Record<string, Readonly<Record<string, unknown>> & { headers?: object }>>;
}

/** Every request may name itself, and every answer says its name. */
export function withRequestId(operation: Operation): Record<string, unknown> {
  const headers = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };
  return {
    ...operation,
    parameters: [...(operation.parameters ?? []), { $ref: '#/components/parameters/RequestId' }],
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [
        status,
        { ...response, headers: { ...headers, ...response.headers } },
      ]),
    ),
  };
}
