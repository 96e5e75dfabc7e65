import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import type { TcpHealthCheck } from "../../gen/es/weir/inference/v1alpha1/health_check_pb.ts";
import type { Probe, ProbeContext } from "./probe.ts";

/** A connection, TLS included for `https`; the target is well when it is made. */
export function tcpProbe(_settings: TcpHealthCheck, { address, tls, dialer }: ProbeContext): Probe {
  const { hostname, port, protocol } = new URL(address.origin);
  const host = hostname.replace(/^\[|\]$/g, "");
  const isTls = protocol === "https:";
  const to = { host, port: Number(port === "" ? (isTls ? 443 : 80) : port) };
  return (signal) =>
    new Promise((resolve, reject) => {
      const from = { ...to, ...dialer.guard(address.origin) };
      const socket = isTls ? connectTls({ servername: host, ...from, ...tls }) : connect(from);
      const abort = (): void => {
        socket.destroy(signal.reason);
      };
      signal.addEventListener("abort", abort);
      socket.once(isTls ? "secureConnect" : "connect", () => {
        resolve();
        socket.destroy();
      });
      socket.once("error", reject);
      socket.once("close", () => signal.removeEventListener("abort", abort));
    });
}
