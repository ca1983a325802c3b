// Walks a site by its links, breadth first, without pressing anything.

const perShape = Number(process.env.PAGES_PER_SHAPE ?? 6);
const never = ['/sign-out', '/csp-report'];

/** Where a walk begins: the front door, and a page that is not there. */
export const frontDoor = [{ address: '/', status: 200 }, { address: '/no-such-page', status: 404 }];

/**
 * Yields every page found, open in `page`: `{address, status, shape, response}`, at most a few of each
 * shape. `at(address)` is called before one is opened; `fail(what)` hears of one that could not be opened
 * or that answered otherwise than expected.
 */
export async function* walk({ page, base, shapeOf, start = frontDoor, most = perShape, at = () => {}, fail }) {
  const queue = [...start];
  const queued = new Set(queue.map(({ address }) => address));
  const soFar = new Map();
  while (queue.length) {
    const { address, status } = queue.shift();
    at(address);
    const response = await visit(page, base + address, status, fail);
    if (!response) continue;
    const wrong = response.status() !== status;
    if (wrong) fail(`status ${response.status()}, expected ${status}`);
    if (wrong && response.status() >= 400) continue;
    const found = await links(page, base);
    const shape = shapeOf(page.url().slice(base.length) || '/');
    yield { address, status, shape: status === 200 ? shape : `${shape} (${status})`, response };
    for (const link of found) {
      const kind = shapeOf(link);
      const count = soFar.get(kind) ?? 0;
      if (queued.has(link) || count >= most || never.some((path) => link.startsWith(path))) continue;
      soFar.set(kind, count + 1);
      queued.add(link);
      queue.push({ address: link, status: 200 });
    }
  }
}

/** Opens an address. A file to keep (CSV) is no page: then there is no answer, and nothing to check. */
export async function visit(page, url, status, fail) {
  page.expected = status;
  try {
    const response = await page.goto(url, { waitUntil: 'load' });
    const type = response?.headers()['content-type'] ?? '';
    return type.startsWith('text/html') ? response : null;
  } catch (error) {
    if (!/Download is starting|ERR_ABORTED/.test(error.message)) fail(error.message.split('\n')[0]);
    return null;
  }
}

async function links(page, base) {
  const found = await page.$$eval('a[href]', (anchors) => anchors.map((anchor) => anchor.href));
  return [...new Set(found
    .filter((address) => address === base || address.startsWith(`${base}/`))
    .map((address) => address.slice(base.length).split('#')[0] || '/'))];
}
