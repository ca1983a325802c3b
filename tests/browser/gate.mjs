// Opens every page that a link leads to, as several people, in four modes, and fails on anything somebody would trip over.
import * as checks from './checks.mjs';
import { openBrowser, openWindow, signIn } from './chromium.mjs';
import { visit, walk } from './crawl.mjs';
import { shapes, unreached } from './shapes.mjs';

const wide = { width: 1280, height: 900 };
const modes = [
  { name: 'wide', viewport: wide },
  // Dark here, light there: so axe measures both sets of colours.
  { name: 'narrow', viewport: { width: 320, height: 568 }, colorScheme: 'dark' },
  { name: 'no script', viewport: wide, javaScriptEnabled: false },
  { name: 'forced colours', viewport: wide, forcedColors: 'active' },
];

/**
 * Crawls `base` as each of `people` (`{who, account}`; no account: a visitor) and checks what it finds.
 * Every page is checked for its structure, its HTML and its width; a page is examined in full (axe,
 * keyboard, four modes) when it is the first of its shape or shows a kind of thing that no page of its
 * shape has shown before.
 */
export async function gate({ base, people, routes = [], start }) {
  const run = { base, start, shapeOf: shapes(routes), browser: await openBrowser(), known: new Map(), failures: [], pages: 0, full: 0 };
  try {
    for (const person of people) {
      try {
        const pages = await crawl(run, person);
        for (const mode of modes.slice(1)) await examine(run, person, mode, pages);
      } catch (error) {
        run.failures.push(`${person.who} could not go on: ${error.stack}`);
      }
    }
  } finally {
    await run.browser.close();
  }
  const { failures, pages, full, known } = run;
  return { failures: [...new Set(failures)], pages, full, shapes: known.size, missed: unreached(routes, known.keys()) };
}

// Everything once, wide. Answers with the pages to be examined in the other modes.
async function crawl(run, person) {
  const mode = modes[0];
  const { page, at, fail } = await enter(run, person, mode);
  const full = [];
  const walked = walk({
    page, base: run.base, shapeOf: run.shapeOf, start: run.start, at, fail: (what) => fail([what]),
  });
  for await (const { address, status, shape, response } of walked) {
    run.pages += 1;
    fail(await checks.structure(page));
    fail(await checks.validity(await response.text()));
    fail(await checks.sideways(page, 'at 1280 px'));
    fail(await checks.sidewaysWhenNarrow(page));
    if (!(await showsSomethingNew(run, shape, page))) continue;
    full.push({ address, status });
    run.full += 1;
    fail(await checks.axe(page));
    fail(await checks.focus(page));
    fail(await checks.doubleText(page));
  }
  await page.context().close();
  return full;
}

async function examine(run, person, mode, pages) {
  if (!pages.length) return;
  const { page, at, fail } = await enter(run, person, mode);
  for (const { address, status } of pages) {
    at(address);
    const response = await visit(page, run.base + address, status, (what) => fail([what]));
    if (!response) continue;
    if (response.status() !== status) fail([`status ${response.status()}, expected ${status}`]);
    fail(await checks.structure(page));
    fail(await checks.sideways(page, `at ${mode.viewport.width} px`));
    if (mode.javaScriptEnabled !== false) fail(await checks.axe(page));
    if (mode.name === 'narrow') {
      fail(await checks.focus(page));
      fail(await checks.ownSpacing(page));
    }
  }
  await page.context().close();
}

// A window of this person in this mode, signed in; `at` says where faults are from now on.
async function enter(run, { who, account }, { name, ...options }) {
  let here = 'sign-in';
  const fail = (faults) => {
    for (const fault of faults) run.failures.push(`${here} [${who}, ${name}]: ${fault}`);
  };
  const page = await openWindow(run.browser, run.base, options, (what) => fail([what]));
  if (account) await signIn(page, run.base, account);
  return { page, fail, at: (address) => (here = address) };
}

async function showsSomethingNew(run, shape, page) {
  const kinds = await checks.kinds(page);
  const before = run.known.get(shape);
  run.known.set(shape, new Set([...(before ?? []), ...kinds]));
  return !before || kinds.some((kind) => !before.has(kind));
}
