import { describe, expect, it } from "vitest";
import { Status } from "../../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { type NextStatus, nextStatus, programmedCondition, type ZoneView } from "../../../server/resource/lifecycle.ts";

const { CREATING, READY, UPDATING, DELETING, ERROR, FAILED } = Status;

function view(connected: number, applied: number, ...rejections: string[]): ZoneView {
  const waitingFor = Array.from({ length: connected - applied }, (_, index) => `p${index}`);
  return { zone: "local", connected, applied, waitingFor, differing: [], rejections };
}

describe("the lifecycle", () => {
  it.each<[string, Status, ZoneView[], NextStatus]>([
    ["stays in creation without a proxy", CREATING, [view(0, 0)], CREATING],
    ["is ready with the first proxy that serves it", CREATING, [view(3, 1)], READY],
    ["waits in creation for each of its gateways", CREATING, [view(1, 1), view(1, 0)], CREATING],
    ["is an error when a proxy refuses it", CREATING, [view(2, 1, "bad")], ERROR],
    ["stays in update until every proxy serves it", UPDATING, [view(2, 1)], UPDATING],
    ["is ready after an update that every proxy serves", UPDATING, [view(2, 2)], READY],
    ["stays in update without a proxy", UPDATING, [view(0, 0)], UPDATING],
    ["is ready again when mended", ERROR, [view(1, 1)], READY],
    ["stays ready while its surroundings change", READY, [view(2, 0)], READY],
    ["stays ready without a proxy", READY, [view(0, 0)], READY],
    ["is an error when its surroundings can't be served", READY, [view(1, 0, "bad")], ERROR],
    ["stays in deletion until every proxy has forgotten it", DELETING, [view(2, 1)], DELETING],
    ["is gone when every proxy has forgotten it", DELETING, [view(2, 2)], "gone"],
    ["is gone at once without a proxy", DELETING, [view(0, 0)], "gone"],
    ["is gone when its gateways are gone", DELETING, [], "gone"],
    ["stays failed", FAILED, [view(1, 1)], FAILED],
  ])("%s", (_, status, views, expected) => {
    expect(nextStatus(status, views)).toBe(expected);
  });

  it.each<[string, Status, ZoneView, object | undefined]>([
    ["no proxy", CREATING, view(0, 0), { status: "False", reason: "NoProxyInZone" }],
    ["refused", ERROR, view(1, 0, "bad", "worse"), { status: "False", reason: "Rejected", message: "bad; worse" }],
    ["all serve it", READY, view(2, 2), { status: "True", reason: "Programmed" }],
    [
      "some serve it",
      UPDATING,
      view(2, 1),
      { status: "False", reason: "Pending", message: "1 of 2 proxies serve the present state; waiting for p0" },
    ],
    [
      "some have removed it",
      DELETING,
      view(9, 1),
      {
        status: "False",
        reason: "Pending",
        message: "1 of 9 proxies have removed it; waiting for p0, p1, p2, p3, p4 and 3 more",
      },
    ],
    [
      "a proxy keeps another database's configuration",
      READY,
      { ...view(2, 1), differing: ["p0"] },
      {
        status: "False",
        reason: "DatabaseDiffers",
        message: "1 of 2 proxies (p0) keep the configuration of another database: see weir doctor",
      },
    ],
    ["a change of its surroundings under way", READY, view(2, 1), undefined],
  ])("is programmed or not: %s", (_, status, zoneView, expected) => {
    const condition = programmedCondition(status, zoneView);
    if (expected === undefined) expect(condition).toBeUndefined();
    else expect(condition).toMatchObject(expected);
  });
});
