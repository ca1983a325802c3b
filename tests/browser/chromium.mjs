// Opens Debian's Chromium the way every browser test here uses it: alone, offline but for loopback.
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
  // Proves that nothing leaves the machine: no other name or address resolves.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** A browser with a fresh profile; close it when done. */
export function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags });
}

/**
 * One person's window. `note(what)` hears of every console error, script error, policy report and
 * request to another origin. Set `page.expected` to the status that the next page should have.
 */
export async function openWindow(browser, base, options, note) {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Europe/London', ...options });
  context.setDefaultTimeout(5000);
  context.setDefaultNavigationTimeout(15_000);
  const page = await context.newPage();
  page.expected = 200;
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    // Chromium reports a page's own status as an error, which is right for an error page.
    if (page.expected >= 400 && message.text().includes(`status of ${page.expected}`)) return;
    note(`console: ${message.text().slice(0, 200)} (${message.location().url.replace(base, '')})`);
  });
  page.on('pageerror', (error) => note(`script error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${base}/`)) note(`request outside: ${request.url().slice(0, 120)}`);
  });
  return page;
}

/** Signs in as a person does. */
export async function signIn(page, base, { email, password }) {
  await page.goto(`${base}/sign-in`);
  await page.getByLabel('Email address', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  // The button is in the account menu, which is folded up.
  await page.locator('form[action="/sign-out"] button').first().waitFor({ state: 'attached' });
}
