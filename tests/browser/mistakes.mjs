// Sends forms empty, and one far too long, and checks the page that comes back.
import * as checks from './checks.mjs';
import { openBrowser, openWindow, signIn } from './chromium.mjs';

/**
 * `forms`: `{who, account, address, button}`. Each is sent empty, with script and without: it must come
 * back as 422 with an error summary that leads to the fields and, with script, has the focus.
 */
export async function mistakes({ base, forms }) {
  const failures = [];
  const browser = await openBrowser();
  try {
    for (const javaScriptEnabled of [true, false]) {
      for (const { who, account, address, button } of forms) {
        const fail = (what) => failures.push(`${address} sent empty [${who}${javaScriptEnabled ? '' : ', no script'}]: ${what}`);
        const page = await openWindow(browser, base, { javaScriptEnabled }, fail);
        if (account) await signIn(page, base, account);
        await page.goto(base + address);
        const form = page.getByRole('main').locator('form').filter({ has: page.getByRole('button', { name: button, exact: true }) });
        for (const field of await form.locator('input[type="text"], input[type="email"], input[type="password"], input:not([type]), textarea').all()) {
          await field.fill('');
        }
        for (const fault of await sent(page, form.getByRole('button', { name: button, exact: true }), 422)) fail(fault);
        for (const fault of await summary(page, javaScriptEnabled)) fail(fault);
        for (const fault of await checks.structure(page)) fail(fault);
        for (const fault of await checks.sidewaysWhenNarrow(page)) fail(fault);
        if (javaScriptEnabled) for (const fault of await checks.axe(page)) fail(fault);
        await page.context().close();
      }
    }
  } finally {
    await browser.close();
  }
  return failures;
}

/** Sends `size` characters in the field `label` at `address`: a page must say 413 in the site's own frame. */
export async function tooLong({ base, who, account, address, label, button, size = 300_000 }) {
  const failures = [];
  const browser = await openBrowser();
  const fail = (what) => failures.push(`${address} with ${size} characters [${who}]: ${what}`);
  try {
    const page = await openWindow(browser, base, {}, fail);
    if (account) await signIn(page, base, account);
    await page.goto(base + address);
    const field = page.getByLabel(label).first();
    await field.evaluate((element, length) => {
      element.removeAttribute('maxlength');
      element.value = 'word '.repeat(length / 5);
    }, size);
    for (const fault of await sent(page, page.getByRole('main').getByRole('button', { name: button, exact: true }).first(), 413)) fail(fault);
    for (const fault of await checks.structure(page)) fail(fault);
    for (const fault of await checks.axe(page)) fail(fault);
    if (!/Back/.test(await page.getByRole('main').innerText())) fail('does not say that Back still has the text');
    await page.goBack();
    const kept = await page.getByLabel(label).first().inputValue();
    if (kept.length < size - 5) fail(`Back has ${kept.length} characters`);
  } finally {
    await browser.close();
  }
  return failures;
}

async function sent(page, button, status) {
  page.expected = status;
  const [response] = await Promise.all([page.waitForResponse((each) => each.request().isNavigationRequest()), button.click()]);
  await page.waitForLoadState('load');
  return response.status() === status ? [] : [`answered ${response.status()}, not ${status}`];
}

function summary(page, scripted) {
  return page.evaluate((withScript) => {
    const faults = [];
    if (!document.title.startsWith('Error: ')) faults.push(`title "${document.title}" does not begin with "Error: "`);
    const heading = [...document.querySelectorAll('main h2')].find((each) => each.textContent.trim() === 'There is a problem');
    if (!heading) return [...faults, 'no summary headed "There is a problem"'];
    const box = heading.closest('[role="alert"], [aria-labelledby], [tabindex]') ?? heading.parentElement;
    const links = [...box.querySelectorAll('a[href^="#"]')];
    if (!links.length) faults.push('the summary leads nowhere');
    for (const link of links) {
      const field = document.getElementById(link.getAttribute('href').slice(1));
      const can = field?.matches('input, textarea, select, button, [tabindex]');
      if (!can) faults.push(`the summary's "${link.textContent.trim()}" does not lead to a field`);
      else {
        const described = (field.getAttribute('aria-describedby') ?? '').split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
        const group = field.closest('fieldset');
        const near = `${described} ${group?.textContent ?? ''}`;
        if (!near.includes(link.textContent.trim())) faults.push(`"${link.textContent.trim()}" is not said at its field`);
      }
    }
    const h1 = document.querySelector('h1');
    if (!(box.compareDocumentPosition(h1) & Node.DOCUMENT_POSITION_FOLLOWING)) faults.push('the summary is not above the h1');
    if (withScript && !box.contains(document.activeElement)) faults.push('the focus is not in the summary');
    return faults;
  }, scripted);
}
