// Import it before a module that brings another undici: the first one that is loaded serves every
// `fetch` of the process, and Node's own does not get on with a later one's connections.
void new Headers();
