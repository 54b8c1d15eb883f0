import { parseIgnoreRules } from '../helm/ignore.ts';
import type { Profile } from '../helm/profile.ts';
import { parseConstraint, parseVersion } from '../helm/semver.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import type { ChartLanguage } from '../source/fetch-context.ts';

/** What the room that fetches charts needs of Helm, which it does not know. */
export function chartLanguage({ major }: Profile): ChartLanguage {
  return {
    readYaml,
    ignoreRule: parseIgnoreRules,
    isVersion(text) {
      try {
        parseVersion(text, major);
        return true;
      } catch {
        return false;
      }
    },
    compareVersions: (left, right) => parseVersion(left, major).compare(parseVersion(right, major)),
    constraint(text) {
      const constraint = parseConstraint(text, major);
      return (version) => constraint.check(parseVersion(version, major));
    },
  };
}
