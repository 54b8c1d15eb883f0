// npm run demo: from an empty directory to a repository with a base, made from a small chart of our own, that Kustomize builds.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
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

say('$ infra init');
run(['init']);

// A copy beside the repository's own files, so that it can be unpacked again wherever the repository is.
cpSync(chart, `${repository}/charts/beacon`, { recursive: true });
say('$ infra unpack ./charts/beacon --namespace status --set replicas=3');
run(['unpack', './charts/beacon', '--namespace', 'status', '--set', 'replicas=3']);

say(
  'What made it is kept: infra/beacon/app.yaml and infra/beacon/values.yaml (and app.lock: the exact result)',
);
console.log(readFileSync(`${repository}/infra/beacon/app.yaml`, 'utf8'));
console.log(readFileSync(`${repository}/infra/beacon/values.yaml`, 'utf8'));

say('The base: one resource a file, no template left.');
show(readdirSync(`${repository}/base`, { recursive: true, encoding: 'utf8' }).map((path) => `base/${path}`));

say('base/beacon/kustomization.yaml');
console.log(readFileSync(`${repository}/base/beacon/kustomization.yaml`, 'utf8'));
say('base/beacon/service-beacon.yaml');
console.log(readFileSync(`${repository}/base/beacon/service-beacon.yaml`, 'utf8'));

say('$ infra unpack --all --check');
run(['unpack', '--all', '--check']);

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
  git add . && git commit -m "Unpack beacon"
  node ${infra} build base/beacon        # or kubectl kustomize base/beacon
  node ${infra} unpack <any chart: repository/chart, oci://…, a path>
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
