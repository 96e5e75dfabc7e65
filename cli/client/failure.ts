/** What keeps a command from its work, as a sentence for whoever typed it. */
export class Failure extends Error {
  override readonly name = "Failure";
}
