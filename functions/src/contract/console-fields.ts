import { z } from 'zod';

/** An object with these fields and no others. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? `takes ${names === '' ? 'no field' : `these fields and no others: ${names}`}`
        : 'must be an object',
  });
}
