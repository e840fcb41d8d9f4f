/** From 24 on, Node's zstd rejects truncated data; before, the gateway accepts no zstd. */
export const HAS_RELIABLE_ZSTD = Number(process.versions.node.split('.')[0]) >= 24;
