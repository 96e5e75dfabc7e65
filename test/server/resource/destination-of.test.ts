import { expect, it } from "vitest";
import { destinationOf } from "../../../server/resource/destination-of.ts";

const same: readonly (readonly string[])[] = [
  [
    "https://api.example.com",
    "https://api.example.com:443/",
    "HTTPS://API.Example.COM./v1?x=1",
    "https://u:p@api.example.com",
  ],
  ["http://api.example.com", "http://api.example.com:80/deeper", "http://api.example.com.:080"],
  ["http://127.0.0.1:8080", "http://127.1:8080/x", "http://0x7f000001:8080", "http://2130706433:8080"],
  ["https://[::1]", "https://[0:0:0:0:0:0:0:1]:443", "https://[::0001]/v1"],
];
const others = [
  ["https://api.example.com", "http://api.example.com"],
  ["https://api.example.com", "https://api.example.com:8443"],
  ["https://api.example.com", "https://api.example.com.evil.test"],
  ["https://api.example.com", "https://api.example.com@evil.test"],
  ["http://api.example.com:443", "https://api.example.com:443"],
  ["https://[::1]", "https://[::2]"],
  ["http://:80", "http://:81"],
] as const;

it.each(same)("takes %s and its other spellings for one destination", (first, ...spellings) => {
  for (const each of spellings) expect([each, destinationOf(each)]).toEqual([each, destinationOf(first)]);
});

it.each(others)("takes %s and %s for two destinations", (one, other) => {
  expect(destinationOf(one)).not.toBe(destinationOf(other));
});
