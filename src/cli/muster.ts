/** `npm run -s muster -- failed | retry | audit`: what an operator asks of the database. The work is done in operator/. */
import { runOperator } from './operator/run-operator.ts';

const { code, out, err } = await runOperator(process.argv.slice(2), process.env);
process.stdout.write(out);
process.stderr.write(err);
process.exitCode = code;
