import type { Flag } from './command-definition.ts';

/** The flags that say where a chart is fetched from, named as Helm names them where it has them. */
export const SOURCE_FLAGS: readonly Flag[] = [
  {
    flags: '--version <range>',
    description: 'version or range of versions of the chart (default: the newest)',
  },
  { flags: '--devel', description: 'take pre-releases too where no --version is given' },
  { flags: '--repo <url>', description: 'URL of the repository that has the chart' },
  { flags: '--username <name>', description: 'user for the server of the chart' },
  { flags: '--password <password>', description: 'password for the server of the chart' },
  {
    flags: '--pass-credentials',
    description: 'send them to other servers too, where the index names one',
  },
  { flags: '--plain-http', description: 'ask the registry by http' },
  {
    flags: '--mirror <directory>',
    description: 'take charts from this folder of archives instead of the network',
  },
  { flags: '--offline', description: 'take only what was fetched before' },
];
