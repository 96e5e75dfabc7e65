import { describe, expect, it } from "vitest";
import { AddressPolicy, readAddressSettings } from "../../kit/address-policy.ts";
import { SettingsReader } from "../../kit/settings.ts";

function policyOf(environment: Record<string, string>): AddressPolicy {
  const read = new SettingsReader(environment);
  const settings = readAddressSettings(read);
  read.assertNoMistakes();
  return new AddressPolicy(settings);
}

describe("an address policy", () => {
  it.each([
    ["169.254.169.254", "169.254.0.0/16"],
    ["::ffff:169.254.169.254", "169.254.0.0/16"],
    ["::ffff:a9fe:a9fe", "169.254.0.0/16"],
    ["64:ff9b::a9fe:a9fe", "169.254.0.0/16"],
    ["2002:a9fe:a9fe::1", "169.254.0.0/16"],
    ["::169.254.169.254", "169.254.0.0/16"],
    ["fe80::1", "fe80::/10"],
    ["fe80::1%eth0", "fe80::/10"],
    ["febf::1", "fe80::/10"],
  ])("refuses %s by default", (address, range) => {
    expect(policyOf({}).refusalOf(address, 80)).toBe(`${address} is in ${range}, which WEIR_TARGETS_DENY refuses`);
  });

  it.each(["127.0.0.1", "::1", "10.0.0.1", "169.253.0.1", "fec0::1", "2001:db8::1", "0.0.0.0"])(
    "lets %s pass by default",
    (address) => {
      expect(policyOf({}).refusalOf(address, 80)).toBeUndefined();
    },
  );

  it("refuses what is denied even if it is allowed, and what is not among the allowed", () => {
    const policy = policyOf({ WEIR_TARGETS_DENY: "10.1.0.0/16, 127.0.0.0/8", WEIR_TARGETS_ALLOW: "10.0.0.0/8" });
    expect(policy.refusalOf("10.2.0.1", 80)).toBeUndefined();
    expect(policy.refusalOf("::ffff:10.2.0.1", 80)).toBeUndefined();
    expect(policy.refusalOf("10.1.0.1", 80)).toContain("10.1.0.0/16, which WEIR_TARGETS_DENY refuses");
    // The system connects to 127.0.0.1.
    expect(policy.refusalOf("0.0.0.0", 80)).toContain("WEIR_TARGETS_DENY");
    // A translator may lead anywhere.
    expect(policy.refusalOf("64:ff9b::10.2.0.1", 80)).toContain("WEIR_TARGETS_ALLOW");
    expect(policy.refusalOf("192.0.2.1", 80)).toBe("192.0.2.1 is in none of the ranges of WEIR_TARGETS_ALLOW");
  });

  it.each([
    [
      "127.0.0.1",
      ["127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "0.0.0.0", "64:ff9b::7f00:1"],
      ["127.0.0.2", "::1"],
    ],
    ["::1", ["::1", "0:0:0:0:0:0:0:1", "::"], ["127.0.0.1"]],
    ["0.0.0.0", ["127.0.0.1", "127.9.9.9", "::ffff:127.0.0.1", "::1", "0.0.0.0", "::"], ["192.0.2.1"]],
    ["::", ["127.0.0.1", "127.9.9.9", "::ffff:127.0.0.1", "::1", "0.0.0.0", "::"], ["192.0.2.1", "2001:db8::1"]],
  ])("protects a listener on %s at its port, even if its address is allowed", (address, refused, others) => {
    const policy = policyOf({ WEIR_TARGETS_ALLOW: "0.0.0.0/0,::/0" });
    policy.protect("the admin port", [{ address, port: 7081 }]);
    for (const each of refused) {
      expect.soft(policy.refusalOf(each, 7081), each).toMatch(/:7081 is the admin port, which is never a target$/);
      expect.soft(policy.refusalOf(each, 7082), each).toBeUndefined();
    }
    for (const each of others) expect.soft(policy.refusalOf(each, 7081), each).toBeUndefined();
  });

  it("forgets the listeners of a name when others are protected under it", () => {
    const policy = policyOf({});
    policy.protect("the control plane", [{ address: "192.0.2.1", port: 7070 }]);
    policy.protect("the admin port", [{ address: "192.0.2.3", port: 7070 }]);
    policy.protect("the control plane", [{ address: "192.0.2.2", port: 7070 }]);
    expect(policy.refusalOf("192.0.2.1", 7070)).toBeUndefined();
    expect(policy.refusalOf("192.0.2.2", 7070)).toContain("the control plane");
    expect(policy.refusalOf("192.0.2.3", 7070)).toContain("the admin port");
  });

  it.each([
    "10.0.0.0",
    "127/8",
    "10.0.0.0/33",
    "fd00::/129",
    "::ffff:10.0.0.0/104",
    "localhost/8",
    "10.0.0.0/8,,",
    "fe80::%1/10",
  ])("can't be made of %s", (text) => {
    expect(() => policyOf({ WEIR_TARGETS_DENY: text })).toThrow(/^WEIR_TARGETS_DENY: must be a comma separated list/);
    expect(() => policyOf({ WEIR_TARGETS_ALLOW: text })).toThrow(/^WEIR_TARGETS_ALLOW: must be a comma separated list/);
  });
});
