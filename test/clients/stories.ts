import { join } from "node:path";
import { execute } from "../support/execute.ts";
import { pythonEnvironment } from "../support/python-environment.ts";

const root = join(import.meta.dirname, "../..");

/** One of the example programs, each in its own language, run as examples/README.md says. */
export interface Story {
  readonly client: string;
  /** Programs that must be there. */
  readonly needs: readonly string[];
  /** Fetches, compiles and checks. Gives the command line that tells the story, for the repository's root. */
  readonly prepare: () => Promise<readonly string[]>;
}

export const stories: readonly Story[] = [
  {
    client: "TypeScript, by Connect",
    needs: ["npm"],
    prepare: async () => {
      await execute(["npm", "--prefix", "examples/typescript", "ci"]);
      await execute([join(root, "node_modules/.bin/tsc"), "--project", "examples/typescript"]);
      return [process.execPath, "examples/typescript/story.ts"];
    },
  },
  goStory("Go, by grpc-go", "grpc"),
  goStory("Go, by connect-go", "connect"),
  {
    client: "Python, by grpcio",
    needs: ["python3"],
    prepare: async () => {
      const files = ["examples/python/requirements.txt", "test/clients/mypy-requirements.txt"];
      const bin = await pythonEnvironment("clients", ...files);
      await execute([join(bin, "mypy"), "--strict", "examples/python/story.py"]);
      return [join(bin, "python"), "examples/python/story.py"];
    },
  },
  {
    client: "Java, by grpc-java",
    needs: ["mvn", "java"],
    prepare: async () => {
      const maven = ["mvn", "--quiet", "--batch-mode", "--file"];
      await execute([...maven, "gen/java", "install"]);
      await execute([...maven, "examples/java", "compile"]);
      return [...maven, "examples/java", "exec:java"];
    },
  },
  {
    client: "a shell, by curl and jq",
    needs: ["bash", "curl", "jq"],
    prepare: async () => ["examples/curl/story.sh"],
  },
];

function goStory(client: string, command: string): Story {
  return {
    client,
    needs: ["go"],
    prepare: async () => {
      await execute(["go", "-C", "examples/go", "vet", "./..."]);
      return ["go", "-C", "examples/go", "run", `./${command}`];
    },
  };
}
