/** Who asks. */
export interface Subject {
  /** The subject of a token, or the user of a key. */
  readonly subject: string;
  readonly teams: readonly string[];
}

/** Some of those who ask, as declared: `user:<name>`, `team:<name>` or `everyone`. */
export class SubjectSet {
  readonly #users = new Set<string>();
  readonly #teams = new Set<string>();
  readonly #hasEveryone: boolean;

  constructor(subjects: readonly string[]) {
    for (const subject of subjects) {
      if (subject.startsWith("user:")) this.#users.add(subject.slice("user:".length));
      else if (subject.startsWith("team:")) this.#teams.add(subject.slice("team:".length));
    }
    this.#hasEveryone = subjects.includes("everyone");
  }

  has({ subject, teams }: Subject): boolean {
    return this.#hasEveryone || this.#users.has(subject) || teams.some((team) => this.#teams.has(team));
  }
}

/** One form for what means the same. */
export function canonicalSubject(subject: string): string {
  return subject === "team:everyone" ? "everyone" : subject;
}
