import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FollowedName } from "../../../proxy/discovery/followed-name.ts";
import { createLookUp, type LookUp } from "../../../proxy/discovery/look-up.ts";
import { createDnsServer, type DnsAnswer, type DnsServer } from "../../support/dns-server.ts";

let dns: DnsServer;
let lookUp: LookUp;

beforeAll(async () => {
  dns = await createDnsServer();
  lookUp = createLookUp([dns.address]);
});

afterAll(() => dns?.close());

const four = ["127.0.0.1", "127.0.0.2"];
const six = ["::1", "::2"];
const failures = ["servfail", "refused", "silence"] as const;
let names = 0;

function follow(name: string): FollowedName {
  return new FollowedName({ name, lookUp, onChange: () => {}, onFailure: () => {} });
}

/** The addresses of a name after each of some answers. */
async function addressesAfter(...answers: readonly (readonly [DnsAnswer, DnsAnswer])[]): Promise<string[]> {
  const name = `name-${names++}.test`;
  const followed = follow(name);
  for (const [of4, of6] of answers) {
    dns.families.set(name, { 4: of4, 6: of6 });
    await followed.look();
    // A silent family is not waited for; a second look waits until the question is over.
    await followed.look();
  }
  return [...followed.addresses];
}

describe.concurrent("the addresses of a name", () => {
  it.each(failures)("of one family stay while the name server answers %s for it", async (how) => {
    expect(await addressesAfter([four, six], [how, six])).toEqual([...four, ...six]);
    expect(await addressesAfter([four, six], [four, how])).toEqual([...four, ...six]);
    expect(await addressesAfter([four, six], [how, ["::3"]])).toEqual([...four, "::3"]);
    expect(await addressesAfter([four, []], [how, []])).toEqual(four);
    expect(await addressesAfter([four, six], [how, how])).toEqual([...four, ...six]);
  });

  it.each(failures)("are those of the other family where the first answer for one is %s", async (how) => {
    expect(await addressesAfter([four, how])).toEqual(four);
    expect(await addressesAfter([how, six])).toEqual(six);
    expect(await addressesAfter([how, six], [four, how])).toEqual([...four, ...six]);
  });

  it("of one family go when the name server says that there are none, and the other has some", async () => {
    expect(await addressesAfter([four, six], [four, []])).toEqual(four);
    expect(await addressesAfter([four, six], [[], six])).toEqual(six);
    expect(await addressesAfter([four, six], [[], "servfail"])).toEqual(six);
    expect(await addressesAfter([four, six], [["127.0.0.9"], ["::9"]])).toEqual(["127.0.0.9", "::9"]);
  });

  it("stay when the name server says that there are none at all", async () => {
    expect(await addressesAfter([four, six], [[], []])).toEqual([...four, ...six]);
    expect(await addressesAfter([four, six], [[], []], [[], ["::3"]])).toEqual(["::3"]);
  });

  it.each([4, 6] as const)("are there before a silent name server is given up for IPv%d", async (silent) => {
    const name = `silent-${silent}.test`;
    dns.families.set(name, silent === 4 ? { 4: "silence", 6: six } : { 4: four, 6: "silence" });
    let isGivenUp = false;
    const givenUp = lookUp.ask(name, silent).catch(() => {
      isGivenUp = true;
    });
    const followed = follow(name);
    await followed.look();
    expect([followed.addresses, isGivenUp]).toEqual([silent === 4 ? six : four, false]);
    await givenUp;
  });

  it("are the address itself where the name is one", async () => {
    for (const address of ["127.0.0.7", "::7"]) {
      const followed = follow(address);
      await followed.look();
      expect(followed.addresses).toEqual([address]);
    }
  });
});
