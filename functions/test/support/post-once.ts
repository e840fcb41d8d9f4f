// Posts once to a port of this machine, under whatever environment it is started with, and prints
// what came of it.
import { createGuardedPost } from '../../src/adapters/guarded-post.js';

const post = createGuardedPost({
  resolve: () => Promise.resolve(['127.0.0.1']),
  isAllowed: () => true,
});
const url = `https://receiver.example:${process.argv[2]}/`;
console.log(JSON.stringify(await post({ url, headers: {}, body: '{}' })));
