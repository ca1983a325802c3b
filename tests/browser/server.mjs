// Starts an Indaba of our own on loopback, tells where it is, and stops it by its process id.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const targetDirectory = process.env.CARGO_TARGET_DIR ?? path.join(root, 'target');

/** The binary under test: `INDABA`, or the debug build. */
export const binary = process.env.INDABA ?? path.join(targetDirectory, 'debug/indaba');

// No server outlives this script, however it ends.
const running = new Map();
process.on('exit', () => {
  for (const [child, folder] of running) {
    child.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/** A port on 127.0.0.1 that nobody listens on at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Runs `indaba <arguments>` with a data folder of its own and without limits.
 * `until(output)` looks at everything printed so far and answers with something once it has what it
 * waits for; that becomes `found`. Then the server is asked until it is ready.
 */
export async function start(argumentsList, until, environment = {}) {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'indaba-browser-'));
  const child = spawn(binary, argumentsList, {
    cwd: folder,
    env: {
      ...withoutSettings(process.env),
      INDABA_LISTEN: `127.0.0.1:${port}`,
      INDABA_DATA_DIR: folder,
      INDABA_LIMITS_SCALE: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (piece) => (output.stdout += piece));
  child.stderr.setEncoding('utf8').on('data', (piece) => (output.stderr += piece));
  const ended = new Promise((resolve) => child.on('close', resolve));
  running.set(child, folder);
  child.on('error', (error) => (output.stderr += `\n${error.message}`));

  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(late);
    }
    running.delete(child);
    fs.rmSync(folder, { recursive: true, force: true });
  };

  try {
    const patience = Date.now() + 120_000;
    let found;
    while (!found || !(await ready(base))) {
      found ??= until(output);
      if (child.exitCode !== null || Date.now() > patience) {
        throw new Error(`indaba ${argumentsList.join(' ')} did not start\n${output.stdout}\n${output.stderr}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return { base, found, output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The seeded demo, and who can sign in to it. */
export async function startDemo() {
  const server = await start(['demo', '--json'], ({ stdout }) => firstObject(stdout));
  return { ...server, base: server.found.url.replace(/\/$/, ''), accounts: server.found.accounts };
}

/** A server on an empty folder, and the link under which it wants to be set up. */
export async function startEmpty() {
  const server = await start(['serve'], ({ stdout, stderr }) => /\/setup\/[\w-]+/.exec(stdout + stderr)?.[0]);
  return { ...server, setup: server.found };
}

/** The route table, for telling which addresses are the same page; empty where it cannot be had. */
export function routeTable() {
  try {
    const text = execFileSync(binary, ['routes', '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return JSON.parse(text);
  } catch {
    return [];
  }
}

async function ready(base) {
  try {
    return (await fetch(`${base}/readyz`)).ok;
  } catch {
    return false;
  }
}

// A developer's own INDABA_ settings must not decide what a test meets.
function withoutSettings(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('INDABA')));
}

// The first JSON object printed that names accounts; log lines may stand around it.
function firstObject(text) {
  for (let begin = text.indexOf('{'); begin !== -1; begin = text.indexOf('{', begin + 1)) {
    for (let end = text.indexOf('}', begin); end !== -1; end = text.indexOf('}', end + 1)) {
      try {
        const found = JSON.parse(text.slice(begin, end + 1));
        if (found.accounts) return found;
        break;
      } catch {
        // Not yet the closing brace.
      }
    }
  }
  return undefined;
}
