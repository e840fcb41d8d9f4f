import { createLogUpdate } from 'log-update';

import { visible } from './visible.js';

export interface Progress {
  /** Shows the last state once more and leaves it there. */
  done(): void;
}

const LIVE_MS = 250;
/** Without a terminal, as in a CI's log. */
const PLAIN_MS = 5_000;

/** Shows the changing output of `render`, on stderr: stdout is for the result. */
export function showProgress(render: () => string): Progress {
  if (!process.stderr.isTTY) {
    const timer = setInterval(() => console.error(render()), PLAIN_MS);
    return {
      done: () => {
        clearInterval(timer);
        console.error(render());
      },
    };
  }
  const live = createLogUpdate(process.stderr);
  const timer = setInterval(() => live(visible(render())), LIVE_MS);
  return {
    done: () => {
      clearInterval(timer);
      live(visible(render()));
      live.done();
    },
  };
}
