// npm run stack: builds a real control plane and Argo CD from their Go modules, once. `-- up` also starts them, until Ctrl-C.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { findTool } from './oracles/tools.mjs';
import { readyStack } from './stack/build.mjs';
import { endWithSignals, removeState, startStack } from './stack/start.mjs';

const built = readyStack(console.log);
if (built === undefined) throw new Error('there is no go to build with');
console.log(built);

if (process.argv.includes('up')) {
  const kustomize = findTool('kustomize', '5.8.1');
  if (kustomize === undefined) throw new Error('there is no kustomize for Argo CD: npm run oracles');
  const directory = fs.mkdtempSync(`${tmpdir()}/infra-stack-`);
  endWithSignals(() => removeState(directory));
  const { kubeconfig } = await startStack({ built, directory, kustomize, say: console.log });
  console.log(`export KUBECONFIG=${kubeconfig} PATH=${built}/bin:$PATH`);
  // Its processes keep this one alive.
}
