import type { WandbJudgement } from "../auth/wandb-judgement.ts";

interface Question {
  readonly id: number;
  readonly serverUrl: string;
  readonly key: string;
}

/** What a worker asks the main thread about W&B keys: there, all workers' questions about one key are one. */
export class AskedWandbKeys {
  readonly #ask: (question: Question) => void;
  readonly #waiting = new Map<number, (judgement: WandbJudgement) => void>();
  #nextId = 1;

  constructor(ask: (question: Question) => void) {
    this.#ask = ask;
  }

  judge(serverUrl: string, key: string): Promise<WandbJudgement> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#ask({ id, serverUrl, key });
    });
  }

  judged(id: number, judgement: WandbJudgement): void {
    this.#waiting.get(id)?.(judgement);
    this.#waiting.delete(id);
  }
}
