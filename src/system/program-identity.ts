declare const __BUILD__: string | undefined;

/** The digest of what this program was built from: what it keeps between runs is kept under it. undefined where it runs unbuilt. */
export function programBuild(): string | undefined {
  return typeof __BUILD__ === 'undefined' ? undefined : __BUILD__;
}
