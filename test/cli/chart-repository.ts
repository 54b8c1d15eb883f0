import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { infraRun, type Run } from './program.ts';

/** A repository with charts of its own. */
export interface ChartRepository {
  readonly root: string;
  write(path: string, text: string): void;
  read(path: string): string;
  infra(...words: string[]): Run;
  /** The same, where it must end with 0; gives what it prints. */
  done(...words: string[]): string;
  remove(): void;
}

const INFRA = `clusters:
  dev: { phase: dev }
git: { url: "https://git.example.com/infra.git" }
`;

/** A repository with one cluster, `dev`, and files of charts below charts/. */
export function chartRepository(charts: Readonly<Record<string, string>>): ChartRepository {
  const root = realpathSync(mkdtempSync(`${tmpdir()}/infra-charts-`));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(`${root}/${path}`), { recursive: true });
    writeFileSync(`${root}/${path}`, text);
  };
  const infra = (...words: string[]): Run => infraRun(words, { cwd: root });
  write('infra.yaml', INFRA);
  for (const [path, text] of Object.entries(charts)) write(`charts/${path}`, text);
  return {
    root,
    write,
    infra,
    read: (path) => readFileSync(`${root}/${path}`, 'utf8'),
    done(...words) {
      const { status, stdout, stderr } = infra(...words);
      if (status !== 0) throw new Error(`infra ${words.join(' ')}: ${stderr}`);
      return stdout;
    },
    remove: () => {
      rmSync(root, { recursive: true });
    },
  };
}
