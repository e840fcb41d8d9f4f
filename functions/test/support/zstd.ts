/** Whether Node's zstd notices truncated data, as it does from 24 on; otherwise none is accepted. */
export const HAS_SOUND_ZSTD = Number(process.versions.node.split('.')[0]) >= 24;
