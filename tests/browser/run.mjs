// Runs the browser tests against servers of their own: node run.mjs [gate] [mistakes] [weight] [journey]
//
//   SHOTS=folder     also keep pictures of the pages of the journey at 320 and 1280 px
//   INDABA=path      the binary, by default target/debug/indaba
import { gate } from './gate.mjs';
import { firstRun, journeys } from './journey.mjs';
import { mistakes, tooLong } from './mistakes.mjs';
import { routeTable, startDemo, startEmpty } from './server.mjs';
import { limits, weight } from './weight.mjs';

const wanted = process.argv.slice(2);
const parts = wanted.length ? wanted : ['gate', 'mistakes', 'weight', 'journey'];
let faults = 0;

for (const part of parts) {
  const begun = Date.now();
  const failures = await { gate: everyPage, mistakes: everyMistake, weight: everyWeight, journey: everyJourney }[part]().catch((error) => [error.stack]);
  for (const failure of failures) console.log(`FAIL ${failure}`);
  console.log(`${part}: ${failures.length} failures, ${Math.round((Date.now() - begun) / 1000)} s\n`);
  faults += failures.length;
}
process.exitCode = faults ? 1 : 0;

/** Somebody of each kind, and a visitor first. */
function people(accounts) {
  const is = (role) => ({ roles }) => roles.some((each) => role.test(each));
  const plain = ({ roles }) => !roles.some((each) => /leader|moderator|admin|broker/i.test(each));
  const kinds = [
    ['a member', plain],
    ['a leader', is(/leader/i)],
    ['a moderator', is(/^(?!site).*moderator/i)],
    ['a site admin', is(/site.?admin/i)],
  ];
  const found = kinds.map(([who, fits]) => ({ who, account: accounts.find(fits) }));
  const missing = found.filter(({ account }) => !account);
  if (missing.length) throw new Error(`the demo offers no ${missing.map(({ who }) => who).join(', no ')}`);
  return [{ who: 'a visitor' }, ...found];
}

async function everyPage() {
  const failures = [];
  const demo = await startDemo();
  try {
    const found = await gate({ base: demo.base, people: people(demo.accounts), routes: routeTable() });
    failures.push(...found.failures);
    console.log(`${found.pages} pages of ${found.shapes} shapes seen, ${found.full} examined in four modes`);
    if (found.missed.length) console.log(`no link led to: ${found.missed.join('  ')}`);
  } finally {
    await demo.stop();
  }
  const empty = await startEmpty();
  try {
    const found = await gate({
      base: empty.base,
      people: [{ who: 'nobody yet' }],
      start: [{ address: '/', status: 503 }, { address: empty.setup, status: 200 }],
    });
    failures.push(...found.failures.map((failure) => `before set-up: ${failure}`));
  } finally {
    await empty.stop();
  }
  return failures;
}

async function everyMistake() {
  const demo = await startDemo();
  try {
    const [, { who, account }] = people(demo.accounts);
    const forms = [
      { who: 'a visitor', address: '/register', button: 'Create account' },
      { who: 'a visitor', address: '/sign-in', button: 'Sign in' },
      { who, account, address: '/networks/new', button: 'Create network' },
    ];
    const failures = await mistakes({ base: demo.base, forms });
    failures.push(...(await tooLong({ base: demo.base, who, account, address: '/networks/new', label: 'Purpose', button: 'Create network' })));
    return failures;
  } finally {
    await demo.stop();
  }
}

async function everyWeight() {
  const demo = await startDemo();
  try {
    const { rows, failures } = await weight({ base: demo.base, people: people(demo.accounts), routes: routeTable() });
    const heaviest = rows.sort((one, other) => other.bytes - one.bytes).slice(0, 5);
    for (const { address, bytes, requests } of heaviest) console.log(`${String(bytes).padStart(7)} bytes  ${requests} requests  ${address}`);
    console.log(`${rows.length} pages weighed; at most ${limits.bytes} bytes and ${limits.requests} requests`);
    return failures;
  } finally {
    await demo.stop();
  }
}

async function everyJourney() {
  const failures = [];
  failures.push(...(await firstRun()));
  const demo = await startDemo();
  try {
    failures.push(...(await journeys(demo)));
  } finally {
    await demo.stop();
  }
  return failures;
}
