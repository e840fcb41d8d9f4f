import { noFaults, type Faults } from './faults.js';
import { Operations } from './operations.js';
import { newProject, type Project, type ProjectOptions } from './project.js';

/** What all APIs of the fake share. */
export class Plane {
  project: Project;
  faults: Faults = noFaults();
  readonly operations = new Operations();
  #next = 1;

  constructor(options?: ProjectOptions) {
    this.project = newProject(options);
  }

  /** A unique number, for names that Google generates. */
  unique(): number {
    return this.#next++;
  }
}
