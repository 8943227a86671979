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
import { type Risk, risk } from '../risk/risk';
import { parseReturns, type Statistics, statistics } from '../risk/statistics';

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

function formatOf(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'format' in json ? json.format : undefined;
}

async function run(words: string[]): Promise<unknown> {
  const { file, returns } = readArguments(words);
  const json = readJson(file);
  const figures: Statistics | null = returns === null ? null : statistics(parseReturns(readJson(returns)));
  const report = (account: Account): Assessed =>
    figures ? { ...assess(account), risk: risk(account, figures) } : assess(account);

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
