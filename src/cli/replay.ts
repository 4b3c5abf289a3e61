/** `npm run -s replay -- FILE.json --out DIR`: an issue from GitHub, told as an incident. The work is done in replay/. */
import { enableCompileCache } from 'node:module';
import path from 'node:path';

// Half of the start is stripping types; what follows is loaded from the cache, so nothing else may be imported above.
enableCompileCache(path.join(import.meta.dirname, '../../node_modules/.cache/replay'));
const { runReplay } = await import('./replay/run-replay.ts');

const { code, out, err } = await runReplay(process.argv.slice(2), process.env);
process.stdout.write(out);
process.stderr.write(err);
process.exitCode = code;
