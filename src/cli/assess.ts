/**
 * `npm run --silent assess -- FILE [--returns FILE]`: an account, an array of accounts or a recording in,
 * its report or reports out, as JSON on standard output. `-` reads standard input.
 *
 * Bad input: one line on standard error that names the JSON path and what was expected there, exit code 2,
 * nothing on standard output. In an array a bad element yields an error element in its place.
 */
import { readFileSync } from 'node:fs';
import type { Account } from '../engine/account';
import { assess } from '../engine/assess';
import { badInput, isBadInput } from '../engine/bad-input';
import { parseAccount } from '../engine/parse-account';
import type { Report } from '../engine/report';
import type { Risk } from '../risk/risk';

type Assessed = Report & { risk?: Risk };

interface ErrorElement {
  format: 'plimsoll.error/1';
  index: number;
  path: string;
  message: string;
}

const USAGE = 'expected a file, or - for standard input: assess FILE [--returns FILE]';

/** What the arguments ask for. */
function readArguments(words: string[]): { file: string; returns: string | null } {
  let file: string | null = null;
  let returns: string | null = null;
  for (let k = 0; k < words.length; k++) {
    const word = words[k]!;
    if (word === '--returns' || word.startsWith('--returns=')) {
      const value = word === '--returns' ? words[++k] : word.slice('--returns='.length);
      if (!value || returns !== null) throw badInput('arguments', USAGE);
      returns = value;
    } else if (file === null && (word === '-' || !word.startsWith('-'))) file = word;
    else throw badInput('arguments', USAGE);
  }
  if (file === null) throw badInput('arguments', USAGE);
  return { file, returns };
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw badInput('$', `expected a readable file, found ${file}`);
  }
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    throw badInput(
      '$',
      `expected JSON in ${file === '-' ? 'standard input' : file}: ${(error as Error).message}`,
    );
  }
}

/** The risk part by returns or a covariance; its code is only loaded when it is asked for. */
async function riskBy(json: unknown): Promise<(account: Account) => Risk> {
  const [{ parseReturns, statistics }, { risk }] = await Promise.all([
    import('../risk/statistics'),
    import('../risk/risk'),
  ]);
  const figures = statistics(parseReturns(json));
  return account => risk(account, figures);
}

function formatOf(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'format' in json ? json.format : undefined;
}

async function run(words: string[]): Promise<unknown> {
  const { file, returns } = readArguments(words);
  const json = readJson(file);
  const riskOf = returns === null ? null : await riskBy(readJson(returns));
  const report = (account: Account): Assessed =>
    riskOf ? { ...assess(account), risk: riskOf(account) } : assess(account);

  if (Array.isArray(json)) {
    return json.map((element, index): Assessed | ErrorElement => {
      try {
        return report(parseAccount(element));
      } catch (error) {
        if (!isBadInput(error)) throw error;
        return { format: 'plimsoll.error/1', index, path: error.path, message: error.expectation };
      }
    });
  }
  if (formatOf(json) === 'plimsoll.recording/1') {
    // Only a recording needs the venues' code.
    const [{ parseRecording, replay }, { venues }] = await Promise.all([
      import('../venues/replay'),
      import('../venues/index'),
    ]);
    return replay(parseRecording(json), venues).map(report);
  }
  return report(parseAccount(json));
}

try {
  const answer = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
} catch (error) {
  if (!isBadInput(error)) throw error;
  process.stderr.write(`${error.message.replace(/\s+/g, ' ')}\n`);
  process.exitCode = 2;
}
