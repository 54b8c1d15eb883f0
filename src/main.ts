import { run } from './cli/program.ts';

// Only this line sets the exit code: 0 done, 1 findings, 2 could not run. All output is written by then (cli/output.ts).
void run(process.argv.slice(2)).then((code) => process.exit(code));
