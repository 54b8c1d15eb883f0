// npm run oracles: builds the pinned real helm and kustomize from their Go modules. Needs go; skips what is built.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { isBuilt, toolDirectory, toolPath, TOOLS } from './oracles/tools.mjs';

for (const tool of TOOLS) {
  const label = `${tool.name} ${tool.version}`;
  if (isBuilt(tool)) {
    console.log(`${label}: there`);
    continue;
  }
  console.log(`${label}: building (some minutes)`);
  build(tool);
  if (!isBuilt(tool)) throw new Error(`${label}: the built program does not answer with ${tool.answer}`);
  console.log(`${label}: built, ${toolPath(tool)}`);
}

/** @param {import('./oracles/tools.mjs').Tool} tool */
function build(tool) {
  const directory = toolDirectory(tool);
  mkdirSync(directory, { recursive: true });
  const staged = mkdtempSync(`${directory}/build-`);
  const flags = tool.variables.map((variable) => `-X ${variable}`).join(' ');
  // `-ldflags ""` would be another build of the same thing.
  const linker = flags === '' ? [] : ['-ldflags', flags];
  try {
    execFileSync('go', ['install', ...linker, tool.module], {
      stdio: 'inherit',
      env: { ...process.env, GOBIN: staged },
    });
    renameSync(`${staged}/${tool.name}`, toolPath(tool));
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}
