// npm run demo: in a temporary Git repository, from a small chart of our own to a base that Kustomize builds.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const infra = `${root}dist/bin/infra.js`;
const chart = `${root}examples/charts/beacon`;
const repository = mkdtempSync(`${tmpdir()}/infra-demo-`);

if (!existsSync(infra))
  execFileSync(process.execPath, [`${root}scripts/build.mjs`, 'bin'], { stdio: 'inherit' });
execFileSync('git', ['init', '--quiet', repository]);

say('A chart, as its authors publish it:');
show(readdirSync(chart, { recursive: true, encoding: 'utf8' }).filter((path) => /\.\w+$/.test(path)));

say('$ infra unpack examples/charts/beacon --namespace status');
run(['unpack', chart, '--namespace', 'status']);

say('The base: one resource a file, no template left.');
show(readdirSync(`${repository}/base`, { recursive: true, encoding: 'utf8' }).map((path) => `base/${path}`));

say('base/beacon/kustomization.yaml');
console.log(readFileSync(`${repository}/base/beacon/kustomization.yaml`, 'utf8'));
say('base/beacon/service-beacon.yaml');
console.log(readFileSync(`${repository}/base/beacon/service-beacon.yaml`, 'utf8'));

say('$ infra template beacon examples/charts/beacon --show-only templates/ingress.yaml');
run([
  'template',
  'beacon',
  chart,
  '--show-only',
  'templates/ingress.yaml',
  '--set',
  'ingress.host=status.prod-a.example.com',
]);

say('Next');
console.log(`  cd ${repository}
  git add base && git commit -m "Unpack beacon"
  kustomize build base/beacon            # or kubectl kustomize base/beacon
  node ${infra} unpack <any chart directory or .tgz>
  node ${infra} --help
`);

/** @param {string[]} words */
function run(words) {
  console.log(execFileSync(process.execPath, [infra, ...words], { cwd: repository, encoding: 'utf8' }));
}

/** @param {string} title */
function say(title) {
  console.log(`\n── ${title}\n`);
}

/** @param {string[]} paths */
function show(paths) {
  for (const path of paths.sort()) console.log(`  ${path}`);
}
