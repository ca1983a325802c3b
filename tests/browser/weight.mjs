// Weighs the first view of one page of each shape: what goes over the wire, compressed, with an empty cache.
import { openBrowser, openWindow, signIn } from './chromium.mjs';
import { walk } from './crawl.mjs';
import { shapes } from './shapes.mjs';

/** performance.md P10. */
export const limits = { bytes: 60_000, requests: 5 };

/** Walks as each of `people` (`{who, account}`); answers with one row a page, and the faults. */
export async function weight({ base, people, routes = [], start }) {
  const shapeOf = shapes(routes);
  const browser = await openBrowser();
  const rows = [];
  const failures = [];
  const weighed = new Set();
  try {
    for (const { who, account } of people) {
      const scout = await openWindow(browser, base, {}, () => {});
      if (account) await signIn(scout, base, account);
      const storageState = await scout.context().storageState();
      // What cannot be opened is for the gate to say.
      for await (const { address, shape } of walk({ page: scout, base, shapeOf, start, most: 2, fail: () => {} })) {
        if (weighed.has(`${shape} ${Boolean(account)}`)) continue;
        weighed.add(`${shape} ${Boolean(account)}`);
        const row = { who, address, ...(await weigh(browser, base, address, storageState)) };
        rows.push(row);
        if (row.bytes > limits.bytes) failures.push(`${address} [${who}]: ${row.bytes} bytes, more than ${limits.bytes}`);
        if (row.requests > limits.requests) failures.push(`${address} [${who}]: ${row.requests} requests, more than ${limits.requests}`);
      }
      await scout.context().close();
    }
  } finally {
    await browser.close();
  }
  return { rows, failures };
}

// In a window that has the cookies of the scout but nothing of its cache.
async function weigh(browser, base, address, storageState) {
  const page = await openWindow(browser, base, { storageState }, () => {});
  const devtools = await page.context().newCDPSession(page);
  const row = { requests: 0, bytes: 0 };
  await devtools.send('Network.enable');
  devtools.on('Network.responseReceived', () => (row.requests += 1));
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (row.bytes += encodedDataLength));
  await page.goto(base + address, { waitUntil: 'networkidle' });
  await page.context().close();
  return row;
}
