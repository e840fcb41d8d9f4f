/**
 * What Node finds in an instance of 512 MiB: it gives half of that to its heap. Here it would take the
 * machine's memory for its own, and clear away little of what nobody needs any more.
 */
export const IN_512_MIB = { NODE_OPTIONS: '--max-old-space-size=256' };
