/** `npm run -s replay -- FILE.json --out DIR`: an issue from GitHub, told as an incident. The work is done in replay/. */
import { runReplay } from './replay/run-replay.ts';

const { code, out, err } = await runReplay(process.argv.slice(2), process.env);
process.stdout.write(out);
process.stderr.write(err);
process.exitCode = code;
