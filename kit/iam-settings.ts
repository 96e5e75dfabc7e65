import { parseHttpUrl, parseList, parseWord, type SettingParser, type SettingsReader } from "./settings.ts";

/** A token introspection of CoreWeave IAM, and what its principals may do here. */
export interface IamSettings {
  readonly whoamiUrl: string;
  /** The `orgUid` of every organization whose principals are accepted; never empty. */
  readonly organizations: readonly string[];
  /** The role of all principals: the introspection names none. */
  readonly role: "admin" | "viewer";
}

/** Returns undefined when no introspection is configured. */
export function readIamSettings(read: SettingsReader): IamSettings | undefined {
  const whoamiUrl = read.optional("WEIR_IAM_WHOAMI_URL", parseHttpUrl);
  const organizations = read.required("WEIR_IAM_ORGANIZATIONS", parseOrganizations, "WEIR_IAM_WHOAMI_URL");
  const role = read.dependent("WEIR_IAM_ROLE", parseWord(["admin", "viewer"]), "viewer", "WEIR_IAM_WHOAMI_URL");
  if (whoamiUrl === undefined || organizations === undefined) return undefined;
  return { whoamiUrl: whoamiUrl.href, organizations, role };
}

const parseOrganizations: SettingParser<readonly string[]> = (text) => {
  const organizations = parseList(text);
  const wrong = organizations.find((each) => !/^[A-Za-z0-9._-]{1,128}$/.test(each));
  if (wrong !== undefined) {
    throw new RangeError(
      `must be a comma separated list of organizations, each with 1 to 128 letters, digits, ".", "_" or "-", and "${wrong}" is not one`,
    );
  }
  return organizations;
};
