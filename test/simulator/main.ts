/**
 * Runs the simulator alone. The first line on stdout is JSON: the proxy, its hosts, the accounts. Any client
 * that goes through the proxy with certificate checks off can talk to the exchanges until this is ended.
 */
import { parseArgs } from 'node:util';
import { startSimulator } from './index';
import { type ScenarioName, scenarioNames } from './scenarios';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'calm' },
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '0' },
  },
});

function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

const scenario = values.scenario as ScenarioName;
if (!scenarioNames.includes(scenario)) {
  refuse(`--scenario ${values.scenario}: expected one of ${scenarioNames.join(', ')}`);
}
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed)) refuse(`--seed ${values.seed}: expected a whole number`);
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) refuse(`--port ${values.port}: expected a port`);

const simulator = await startSimulator({ scenario, seed, port });
const { proxy, hosts, accounts } = simulator;
process.stdout.write(`${JSON.stringify({ proxy, hosts, accounts })}\n`);

let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  void simulator.close().then(() => process.exit(0));
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
// Nobody reads any more.
process.stdout.on('error', end);
if (process.env.npm_lifecycle_event) {
  // npm passes a signal to its shell only: what the shell has started learns of it by having lost its parent.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, 250);
}
