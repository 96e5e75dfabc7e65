import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema } from "../../gen/es/google/rpc/error_details_pb.ts";
import { escapeLine } from "../output/escape-controls.ts";
import { Failure } from "./failure.ts";

/** What a command says when it fails: every violation on a line of its own. */
export function describeFailure(error: unknown): string {
  if (error instanceof Failure) return `weir: ${escapeLine(error.message)}`;
  if (!(error instanceof ConnectError)) return `weir: ${error instanceof Error ? (error.stack ?? error) : error}`;
  const violations = error.findDetails(BadRequestSchema).flatMap(({ fieldViolations }) => fieldViolations);
  if (violations.length > 0) {
    return violations
      .map(({ field, description }) => escapeLine(field === "" ? `weir: ${description}` : `${field}: ${description}`))
      .join("\n");
  }
  return `weir: ${escapeLine(error.rawMessage)}${advice(error)}`;
}

function advice({ code, cause }: ConnectError): string {
  if (code === Code.Unauthenticated)
    return "\nGive a token with --token, WEIR_TOKEN or a context: weir context set --help";
  const reason = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (code === Code.Unavailable && reason !== undefined) {
    return "\nIs the server running, and is this its address? Give it with --url, WEIR_URL or a context.";
  }
  return "";
}
