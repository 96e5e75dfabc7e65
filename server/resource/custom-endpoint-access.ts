import { CollaboratorRole } from "../../gen/es/weir/inference/v1alpha1/collaborator_pb.ts";
import type { CustomEndpointSpec } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import { SubjectSet } from "../../kit/subject-set.ts";
import type { Principal } from "./principal.ts";

/** Whether somebody may see a custom endpoint: admins, its collaborators, and everybody where it has none. */
export function mayRead({ collaborators }: CustomEndpointSpec, principal: Principal): boolean {
  if (principal.role === "admin" || collaborators.length === 0) return true;
  return new SubjectSet(collaborators.map(({ subject }) => subject)).has(principal);
}

/** Whether somebody may change and delete a custom endpoint: admins, and its managers. */
export function mayManage({ collaborators }: CustomEndpointSpec, principal: Principal): boolean {
  if (principal.role === "admin") return true;
  const managers = collaborators.filter(({ role }) => role === CollaboratorRole.MANAGER);
  return new SubjectSet(managers.map(({ subject }) => subject)).has(principal);
}
