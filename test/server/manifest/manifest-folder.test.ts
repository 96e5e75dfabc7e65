// The folder of manifests: a half-finished edit deletes nothing, a finished one is carried out.

import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { deployment, FollowedFolder, gateway, operator } from "./followed-folder.ts";

let followed: FollowedFolder;

afterEach(() => followed?.close());

const at = (name: string): string => join(followed.path, name);

/** Follows a folder with some files, and waits until it is applied. */
async function follow(
  files: Record<string, string[]>,
  settings?: ConstructorParameters<typeof FollowedFolder>[0],
): Promise<Record<string, string>> {
  followed = new FollowedFolder(settings);
  for (const [name, documents] of Object.entries(files)) followed.write(name, ...documents);
  await followed.pass(20);
  return everything();
}

async function everything(): Promise<Record<string, string>> {
  return { ...(await followed.ids("gateway")), ...(await followed.ids("deployment")) };
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `g${index}`);

const some = {
  "a.yaml": [gateway("one"), deployment("d1", "one"), gateway("two"), deployment("d2", "two")],
  "more/b.yaml": [gateway("three")],
  "c.yml": [gateway("four"), gateway("five")],
};

describe("an edit that is not finished", () => {
  /** Each leaves the folder unfinished, and gives how it is finished. */
  const edits: Record<string, (share: number) => () => void> = {
    "a file that is truncated, then written": (share) => {
      const content = readFileSync(at("a.yaml"));
      truncateSync(at("a.yaml"), Math.floor(content.length * share));
      return () => appendFileSync(at("a.yaml"), content.subarray(Math.floor(content.length * share)));
    },
    "a file that is written in place from its first byte": (share) => {
      const content = readFileSync(at("a.yaml"));
      writeFileSync(at("a.yaml"), content.subarray(0, Math.floor(content.length * share)));
      return () => writeFileSync(at("a.yaml"), content);
    },
    "a file of zeros": () => {
      const content = readFileSync(at("a.yaml"));
      writeFileSync(at("a.yaml"), Buffer.alloc(content.length));
      return () => writeFileSync(at("a.yaml"), content);
    },
    "an editor that renames the old file and writes a new one": (share) => {
      const content = readFileSync(at("c.yml"));
      renameSync(at("c.yml"), at("c.yml~"));
      if (share > 0.5) writeFileSync(at("c.yml"), "");
      return () => {
        writeFileSync(at("c.yml"), content);
        unlinkSync(at("c.yml~"));
      };
    },
    "an editor that writes a new file and renames it": () => {
      copyFileSync(at("c.yml"), at(".c.yml.swp"));
      return () => renameSync(at(".c.yml.swp"), at("c.yml"));
    },
    "a checkout that removes a folder, then writes it under another name": (share) => {
      const [from, to] = readdirSync(followed.path).includes("more") ? ["more", "less"] : ["less", "more"];
      const content = readFileSync(at(`${from}/b.yaml`));
      rmSync(at(from), { recursive: true });
      if (share > 0.5) mkdirSync(at(to));
      return () => {
        mkdirSync(at(to), { recursive: true });
        writeFileSync(at(`${to}/b.yaml`), content);
      };
    },
    "documents that move to another file": () => {
      const content = readFileSync(at("a.yaml"));
      const other = readFileSync(at("c.yml"));
      writeFileSync(at("a.yaml"), other);
      return () => writeFileSync(at("c.yml"), content);
    },
    "a mistake in the middle": () => {
      const content = readFileSync(at("a.yaml"), "utf8");
      writeFileSync(at("a.yaml"), content.replace("zones: [local]", "zones: [local"));
      return () => writeFileSync(at("a.yaml"), content);
    },
    "a folder that is not there": () => {
      renameSync(followed.path, `${followed.path}.away`);
      return () => renameSync(`${followed.path}.away`, followed.path);
    },
  };

  it("deletes nothing and makes nothing anew, whatever the edits and wherever they pause", async () => {
    const first = await follow(some);
    expect(Object.keys(first)).toHaveLength(7);
    const edit = fc.record({
      name: fc.constantFrom(...Object.keys(edits)),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      pauseS: fc.integer({ min: 0, max: 2 }),
      restS: fc.integer({ min: 0, max: 14 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (all) => {
        for (const { name, share, pauseS, restS } of all) {
          const finish = edits[name]!(share);
          await followed.pass(pauseS);
          expect([name, await everything()]).toEqual([name, first]);
          finish();
          await followed.pass(restS);
        }
        await followed.pass(15);
        expect(await everything()).toEqual(first);
      }),
      { numRuns: 40 },
    );
    expect(followed.facts.findings).toBe(0);
  });

  it("keeps all of 150 gateways whose folder is renamed one file at a time", async () => {
    const first = await follow(Object.fromEntries(names(150).map((name) => [`old/${name}.yaml`, [gateway(name)]])));
    expect(Object.keys(first)).toHaveLength(150);
    mkdirSync(at("new"));
    for (const [index, name] of names(150).entries()) {
      const content = readFileSync(at(`old/${name}.yaml`));
      unlinkSync(at(`old/${name}.yaml`));
      if (index % 30 === 0) await followed.pass(2);
      writeFileSync(at(`new/${name}.yaml`), content);
    }
    await followed.pass(40);
    expect(await everything()).toEqual(first);
    expect(followed.warnings).toEqual([]);
  });
});

describe("a state that lasts", () => {
  it.each<[string, RegExp, () => void]>([
    ["an empty file", /declare nothing.*"one"/, () => followed.write("a.yaml", "")],
    ["a file of white space", /declare nothing/, () => followed.write("a.yaml", " \n\t\n")],
    ["a file of comments", /declare nothing/, () => followed.write("a.yaml", "# later\n---\n# kind: Gateway\n")],
    ["an empty list", /declare nothing/, () => followed.write("a.yaml", "[]\n")],
    [
      "comments in all files",
      /declares nothing/,
      () => {
        for (const name of Object.keys(some)) followed.write(name, "# later\n");
      },
    ],
    [
      "no files",
      /declares nothing/,
      () => {
        for (const name of Object.keys(some)) unlinkSync(at(name));
      },
    ],
    ["no folder", /can't be read/, () => rmSync(followed.path, { recursive: true })],
    [
      "a folder that is a file",
      /is not a folder/,
      () => {
        rmSync(followed.path, { recursive: true });
        writeFileSync(followed.path, "");
      },
    ],
    [
      "a dangling link",
      /can't be read/,
      () => {
        unlinkSync(at("a.yaml"));
        symlinkSync("nowhere", at("a.yaml"));
      },
    ],
    ["a folder that contains itself", /leads back/, () => symlinkSync(".", at("more/loop"))],
    ["a named pipe", /neither a file nor a folder/, () => execFileSync("mkfifo", [at("pipe.yaml")])],
    ["bytes that are not UTF-8", /a\.yaml is not UTF-8/, () => writeFileSync(at("a.yaml"), Buffer.from([0xff, 0x0a]))],
    ["a file of zeros", /can't be applied/, () => writeFileSync(at("a.yaml"), Buffer.alloc(100))],
    ["a mistake in YAML", /can't be applied.*c\.yml:/s, () => appendFileSync(at("c.yml"), "\n---\nkind: [\n")],
    [
      "a mistake in a spec",
      /can't be applied.*c\.yml:/s,
      () => appendFileSync(at("c.yml"), "---\nkind: Gateway\nspec: {}\n"),
    ],
  ])("of %s deletes nothing and is reported", async (_, message, edit) => {
    const first = await follow(some);
    edit();
    await followed.pass(120);
    expect(await everything()).toEqual(first);
    expect(followed.warnings.filter((line) => message.test(line))).toHaveLength(1);
    expect(followed.facts.findings).toBeGreaterThan(0);
    // Nor does a server that starts with it.
    await followed.restart();
    await followed.pass(60);
    expect(await everything()).toEqual(first);
  });

  it("of an empty file is no deletion until the file is gone, or declares something", async () => {
    const first = await follow(some);
    followed.write("more/b.yaml", "# none\n");
    followed.write("c.yml", "# none\n");
    await followed.pass(100);
    expect(await everything()).toEqual(first);
    unlinkSync(at("more/b.yaml"));
    followed.write("c.yml", gateway("five"));
    await followed.pass(20);
    expect(Object.keys(await everything()).sort()).toEqual(["d1", "d2", "five", "one", "two"]);
    expect(followed.facts.findings).toBe(0);
  });
});

describe("a document that is taken out", () => {
  it.each<[string, () => void]>([
    ["with its file", () => unlinkSync(at("more/b.yaml"))],
    ["from a file that declares others", () => followed.write("c.yml", gateway("five"))],
  ])("%s is deleted once the folder has been still, within 20 s", async (_, edit) => {
    const first = await follow(some);
    edit();
    await followed.pass(9);
    expect(await everything()).toEqual(first);
    await followed.pass(11);
    const left = await everything();
    expect(Object.keys(left)).toHaveLength(6);
    expect(first).toMatchObject(left);
  });

  it("is deleted after a restart too", async () => {
    await follow(some);
    unlinkSync(at("more/b.yaml"));
    await followed.restart();
    await followed.pass(20);
    expect(Object.keys(await everything())).not.toContain("three");
  });

  it("waits as long as the folder goes on changing", async () => {
    const first = await follow(some);
    unlinkSync(at("more/b.yaml"));
    for (let turn = 0; turn < 20; turn++) {
      followed.write("c.yml", gateway("four"), gateway("five"), `# ${turn}\n`);
      await followed.pass(4);
    }
    expect(await everything()).toEqual(first);
  });
});

describe("a deletion of more than a share of the folder", () => {
  const files = (): Record<string, string[]> =>
    Object.fromEntries(names(25).map((name) => [`${name}.yaml`, [gateway(name)]]));
  const remove = (count: number): void => {
    for (const name of names(count)) unlinkSync(at(`${name}.yaml`));
  };
  const digest = (): string => /write (\w{16}) into/.exec(followed.warnings.at(-1) ?? "")![1]!;

  it.each([
    [0.2, 5, true],
    [0.2, 6, false],
    [0.5, 12, true],
    [0.5, 13, false],
    [0, 3, true],
    [0, 4, false],
    [1, 24, true],
  ])("with a share of %d and %d of 25 gateways is carried out: %s", async (maxDeleteShare, count, isDone) => {
    await follow(files(), { maxDeleteShare });
    remove(count);
    await followed.pass(60);
    expect(Object.keys(await everything())).toHaveLength(isDone ? 25 - count : 25);
    expect(followed.facts.refusedDeletions).toBe(isDone ? 0 : count);
    if (!isDone) expect(followed.warnings.at(-1)).toMatch(/WEIR_MANIFESTS_MAX_DELETE_SHARE.*gateway "g0"/);
  });

  it("is refused, and the rest of the change is applied", async () => {
    const first = await follow(files());
    remove(10);
    followed.write("new.yaml", gateway("new"));
    await followed.pass(60);
    expect(await everything()).toEqual({ ...first, new: expect.any(String) });
  });

  it.each([
    ["while the folder is followed", false],
    ["by a database that was restored from an older copy", true],
  ])("is none where resources are gone already, %s: they are made anew", async (_, isRestored) => {
    const first = await follow(files());
    const lost = Object.values(first).slice(0, 12);
    await followed.store.write(async (writer) => {
      for (const id of lost) await writer.delete({ kind: "gateway", id });
    });
    if (isRestored) await followed.restart();
    await followed.pass(60);
    const present = await everything();
    expect(Object.keys(present)).toEqual(Object.keys(first));
    expect(Object.values(present).filter((id) => lost.includes(id))).toEqual([]);
    expect(followed.facts).toMatchObject({ refusedDeletions: 0, findings: 0 });
    expect(followed.warnings.filter((line) => line.includes("no longer declares"))).toEqual([]);
  });

  it("is carried out when an operator allows exactly this one", async () => {
    const first = await follow(files());
    remove(10);
    await followed.pass(60);
    const allowed = digest();
    writeFileSync(at(".weir-allow-deletions"), `0123456789abcdef\n`);
    await followed.pass(60);
    expect(await everything()).toEqual(first);
    writeFileSync(at(".weir-allow-deletions"), `0123456789abcdef\n${allowed}\n`);
    await followed.pass(20);
    expect(Object.keys(await everything())).toHaveLength(15);
    expect(followed.facts).toMatchObject({ refusedDeletions: 0, findings: 0 });
    // The permission that is left behind does not allow the next one.
    for (const name of names(20).slice(10)) unlinkSync(at(`${name}.yaml`));
    await followed.pass(60);
    expect(Object.keys(await everything())).toHaveLength(15);
    expect(digest()).not.toBe(allowed);
  });

  it("is over when the documents come back", async () => {
    const first = await follow(files());
    remove(10);
    await followed.pass(60);
    for (const name of names(10)) followed.write(`${name}.yaml`, gateway(name));
    await followed.pass(20);
    expect(await everything()).toEqual(first);
    expect(followed.facts).toMatchObject({ refusedDeletions: 0, findings: 0 });
  });
});

describe("a config map", () => {
  /** As a kubelet writes it: all files at once, by the swap of one link. */
  const publish = (version: string, files: Record<string, string>): void => {
    mkdirSync(at(`..${version}`));
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(at(`..${version}/${name}`), content);
      if (!readdirSync(followed.path).includes(name)) symlinkSync(`..data/${name}`, at(name));
    }
    symlinkSync(`..${version}`, at("..data_tmp"));
    renameSync(at("..data_tmp"), at("..data"));
  };

  it("is followed as one change", async () => {
    followed = new FollowedFolder();
    publish("1", { "a.yaml": gateway("one"), "b.yaml": deployment("d1", "one") });
    await followed.pass(20);
    const first = await everything();
    expect(Object.keys(first).sort()).toEqual(["d1", "one"]);
    // Documents change places, and one is new.
    publish("2", { "a.yaml": deployment("d1", "one"), "b.yaml": `${gateway("one")}---\n${gateway("two")}` });
    await followed.pass(20);
    expect(await everything()).toEqual({ ...first, two: expect.any(String) });
    expect(followed.warnings).toEqual([]);
  });
});

describe("changes of others", () => {
  const files = { "a.yaml": [gateway("g"), deployment("one", "g")], "b.yaml": [deployment("two", "g")] };
  const isDisabled = async (id: string): Promise<boolean> =>
    (await followed.cruds.deployment.get(id, operator)).spec!.disabled;

  /** Disables one deployment and deletes the other. */
  async function interfere(ids: Record<string, string>): Promise<void> {
    const spec = (await followed.cruds.deployment.get(ids.one!, operator)).spec!;
    spec.disabled = true;
    await followed.store.write(async (writer) => {
      await followed.cruds.deployment.put(writer, spec, operator);
      await writer.delete({ kind: "deployment", id: ids.two! });
    });
    expect(await isDisabled(ids.one!)).toBe(true);
  }

  it("are undone after the interval, and the log names them", async () => {
    const first = await follow(files);
    await interfere(first);
    await followed.pass(31);
    expect(await isDisabled(first.one!)).toBe(false);
    expect(Object.keys(await everything()).sort()).toEqual(["g", "one", "two"]);
    const line = /restored: deployment "one" \(disabled\), deployment "two" \(deleted\)$/;
    expect(followed.warnings).toEqual([expect.stringMatching(line)]);
  });

  it("are left and reported where the setting says so, over a restart too", async () => {
    const first = await follow(files, { drift: "show" });
    await interfere(first);
    await followed.pass(40);
    await followed.restart();
    await followed.pass(40);
    expect(await isDisabled(first.one!)).toBe(true);
    expect(Object.keys(await everything()).sort()).toEqual(["g", "one"]);
    expect(followed.facts.drifted).toBe(2);
    const line = /left so: deployment "one" \(disabled\), deployment "two" \(deleted\)$/;
    expect(followed.warnings.at(-1)).toMatch(line);
    // The next change of the folder is applied as a whole.
    followed.write("c.yaml", deployment("three", "g"));
    await followed.pass(20);
    expect(await isDisabled(first.one!)).toBe(false);
    expect(followed.facts).toMatchObject({ drifted: 0, findings: 0 });
    expect(Object.keys(await everything()).sort()).toEqual(["g", "one", "three", "two"]);
  });
});
