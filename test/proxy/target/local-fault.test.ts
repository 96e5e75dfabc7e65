import { describe, expect, it } from "vitest";
import { classifyFailure } from "../../../proxy/pipeline/classify-failure.ts";
import { localFaultOf } from "../../../proxy/target/local-fault.ts";

const system = (code: string, syscall = "connect"): Error =>
  Object.assign(new Error(`${syscall} ${code} 192.0.2.1:80`), { code, syscall });

const local = ["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "EADDRNOTAVAIL", "EACCES", "EPERM"];
const foreign = ["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "ENOTFOUND", "EPIPE"];

describe("a connection that could not be opened", () => {
  it.each(local)("for %s is the fault of this machine, also as a cause and at every address", (code) => {
    const several = new AggregateError([system(code), system(code)]);
    for (const error of [system(code), new TypeError("fetch failed", { cause: system(code) }), several]) {
      expect(localFaultOf(error)?.code).toBe(code);
      expect(classifyFailure(error)).toBe("local");
    }
  });

  it.each(foreign)("for %s is not, nor when only one of its addresses failed by this machine", (code) => {
    const several = new AggregateError([system("EMFILE"), system(code)]);
    for (const error of [system(code), new TypeError("fetch failed", { cause: system(code) }), several]) {
      expect(localFaultOf(error)).toBeUndefined();
      expect(classifyFailure(error)).not.toBe("local");
    }
  });
});

it("a connection that was open does not fail by this machine", () => {
  for (const code of local) {
    for (const syscall of ["read", "write"]) expect(localFaultOf(system(code, syscall))).toBeUndefined();
  }
});

it.each([undefined, null, "EMFILE", {}, new Error("EMFILE"), new AggregateError([])])("%j is no fault", (error) => {
  expect(localFaultOf(error)).toBeUndefined();
});
