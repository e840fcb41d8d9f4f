import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

import { ControlPlane } from '../google/control-plane/control-plane.js';
import type { ProjectOptions } from '../google/control-plane/project.js';
import { type Box, type Login, makeBox } from './box.js';

const PRELOAD = fileURLToPath(new URL('../google/control-plane/redirect-tls.cjs', import.meta.url));

export interface RunOptions {
  login?: Login;
  /** Answers to questions, as in a terminal; the first whose pattern matches. Enter for the others. */
  answers?: [question: RegExp, answer: string][];
  env?: Record<string, string>;
}

export interface Ended {
  code: number | null;
  /** All that was printed, without colours. */
  output: string;
  /** The questions that were asked. */
  questions: string[];
}

/** A clone of the repository on a machine whose Google is the fake one. */
export class Rehearsal {
  readonly google: ControlPlane;
  readonly box: Box;

  private constructor(google: ControlPlane, box: Box) {
    this.google = google;
    this.box = box;
  }

  static async begin(options?: ProjectOptions): Promise<Rehearsal> {
    const google = await new ControlPlane(options).start();
    const rehearsal = new Rehearsal(google, makeBox());
    writeFileSync(rehearsal.#authority, google.certificate);
    return rehearsal;
  }

  async end(): Promise<void> {
    await this.google.stop();
    this.box.remove();
  }

  /** `npx firebase …` without anybody at the keyboard, as in CI. */
  firebase(args: string[], options: RunOptions = {}): Promise<Ended> {
    return this.#run([FIREBASE, ...args], options);
  }

  /** The same in a terminal; every question is answered. */
  firebaseInTerminal(args: string[], options: RunOptions = {}): Promise<Ended> {
    return this.#run([FIREBASE, ...args, '--interactive'], { answers: [], ...options });
  }

  /** `npm run NAME -- …` */
  npmRun(name: string, args: string[] = [], options: RunOptions = {}): Promise<Ended> {
    return this.#run(['npm', 'run', '--silent', name, '--', ...args], options);
  }

  get #authority(): string {
    return join(this.box.root, '..', 'authority.pem');
  }

  #run([program = '', ...args]: string[], options: RunOptions): Promise<Ended> {
    const { answers, login = 'login', env = {} } = options;
    const child = spawn(program, args, {
      cwd: this.box.root,
      env: { ...this.#environment(login), ...env },
      shell: process.platform === 'win32',
    });
    let output = '';
    const questions: string[] = [];
    const read = (chunk: Buffer) => {
      const text = stripVTControlCharacters(chunk.toString());
      output += text;
      if (answers === undefined) return;
      for (const [, question = ''] of output.matchAll(QUESTION)) {
        // It is redrawn with every keystroke.
        if (questions.includes(question)) continue;
        questions.push(question);
        const [, answer = ''] = answers.find(([pattern]) => pattern.test(question)) ?? [];
        child.stdin.write(`${answer}\n`);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    if (answers === undefined) child.stdin.end();
    const timer = setTimeout(() => child.kill(), LONGEST_MS);
    return new Promise((resolve) => {
      child.on('close', (code) => {
        clearTimeout(timer);
        resolve({ code, output, questions });
      });
    });
  }

  /** Nothing of whoever runs the tests: no login, no emulators, no proxy. */
  #environment(login: Login): Record<string, string> {
    const home = this.box.homeOf(login);
    return {
      PATH: `${join(this.box.root, 'node_modules', '.bin')}:${process.env['PATH']}`,
      HOME: home,
      USERPROFILE: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      NODE_OPTIONS: `--require ${PRELOAD}`,
      NODE_EXTRA_CA_CERTS: this.#authority,
      CONTROL_PLANE_PORT: String(this.google.port),
      FIREBASE_CLI_DISABLE_UPDATE_CHECK: '1',
      NO_UPDATE_NOTIFIER: '1',
      npm_config_update_notifier: 'false',
      // Otherwise Google's libraries ask for a metadata server.
      METADATA_SERVER_DETECTION: 'none',
      ...(login === 'service-account' && { GOOGLE_APPLICATION_CREDENTIALS: this.box.keyFile }),
    };
  }
}

const FIREBASE = 'firebase';

/** No rehearsed command takes this long. */
const LONGEST_MS = 300_000;

/** What Inquirer prints while it waits. */
const QUESTION = /^\? (.+?\?)/gm;
