import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const generated = join(import.meta.dirname, "../../.generated/bench");

/** Installs packages of PyPI into a virtual environment. Gives its folder of programs. */
export function pythonPackages(name: string, ...packages: readonly string[]): string {
  const folder = join(generated, name);
  const programs = join(folder, "bin");
  if (existsSync(join(folder, "installed"))) return programs;
  execFileSync("python3", ["-m", "venv", folder], { stdio: "ignore" });
  execFileSync(join(programs, "pip"), ["install", "--quiet", ...packages], { stdio: ["ignore", "ignore", "inherit"] });
  mkdirSync(join(folder, "installed"));
  return programs;
}

/** Installs a package of npm. Gives the folder of its modules. */
export function npmPackage(name: string, wanted: string): string {
  const folder = join(generated, name);
  if (!existsSync(join(folder, "node_modules"))) {
    mkdirSync(folder, { recursive: true });
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, wanted], { stdio: "ignore" });
  }
  return join(folder, "node_modules");
}
