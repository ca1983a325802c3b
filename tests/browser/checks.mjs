// What every page must hold, each as a function from an open page to a list of faults.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { HtmlValidate } from 'html-validate';

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    // A thread's title is a person's own and may be long.
    'long-title': 'off',
    // Everything comes from our own origin, which the policy and the request check hold.
    'require-sri': 'off',
    // How the source is laid out is nobody's business but the template's.
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'doctype-style': 'off',
    'void-style': 'off',
    // A button without a type submits its form, which is what ours do.
    'no-implicit-button-type': 'off',
  },
});

/** Whether the HTML that the server sent is valid. */
export async function validity(html) {
  const report = await validator.validateString(html);
  const messages = report.results.flatMap((result) => result.messages);
  return messages.slice(0, 10).map(({ ruleId, message, line, column }) => `html: ${ruleId} at ${line}:${column}: ${message}`);
}

/** The frame of the page, and what axe does not look at. */
export function structure(page) {
  return page.evaluate(() => {
    const faults = [];
    const all = (selector) => [...document.querySelectorAll(selector)];
    const name = (element) => `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}`;

    if (document.documentElement.lang !== 'en-GB') faults.push(`lang is "${document.documentElement.lang}"`);
    if (!document.querySelector('meta[name="viewport"]')) faults.push('no viewport');

    const headings = all('h1');
    if (headings.length !== 1) faults.push(`${headings.length} h1`);
    const said = (headings[0]?.textContent ?? '').replace(/\s+/g, ' ').trim();
    const title = document.title.replace(/\s+/g, ' ').trim();
    if (!title) faults.push('no title');
    else if (said && !title.includes(said)) faults.push(`title "${title}" does not say the h1 "${said}"`);

    const ids = all('[id]').map((element) => element.id);
    const repeated = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
    if (repeated.length) faults.push(`repeated ids: ${repeated}`);
    for (const attribute of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls']) {
      for (const element of all(`[${attribute}]`)) {
        for (const id of element.getAttribute(attribute).split(/\s+/)) {
          if (!ids.includes(id)) faults.push(`${name(element)} ${attribute} points to nothing: ${id}`);
        }
      }
    }
    for (const link of all('a[href^="#"]')) {
      const id = decodeURIComponent(link.getAttribute('href').slice(1));
      if (id && !ids.includes(id)) faults.push(`link to nothing on the page: #${id}`);
    }

    for (const [landmark, selector] of [['header', 'body > header, [role="banner"]'], ['main', 'main'], ['footer', 'body > footer, [role="contentinfo"]']]) {
      const count = all(selector).length;
      if (count !== 1) faults.push(`${count} ${landmark}`);
    }
    const first = document.querySelector('a[href], button, input, select, textarea');
    const target = first?.getAttribute('href') ?? '';
    if (!target.startsWith('#') || !document.querySelector('main')?.closest(target) && !document.querySelector(`main ${target}`)) {
      faults.push('the first stop is not a skip link to the main content');
    }

    for (const form of all('form')) {
      const sends = form.querySelector('button:not([type="button"]), input[type="submit"]') ?? (form.id && document.querySelector(`button[form="${form.id}"]`));
      if (!sends) faults.push(`form to ${form.getAttribute('action')} cannot be sent without script`);
    }
    for (const field of all('input:not([type="hidden"]), textarea, select')) {
      if (!field.labels?.length && !field.getAttribute('aria-label') && !field.getAttribute('aria-labelledby')) {
        faults.push(`${name(field)} ${field.name} has no label`);
      }
    }
    for (const table of all('main table')) {
      if (!table.querySelector(':scope > caption')) faults.push(`${name(table)} has no caption`);
    }
    for (const element of all('[style]:not(svg *), main script:not([src]), [draggable], [target="_blank"], [accesskey]')) {
      faults.push(`${name(element)} has what no page may have: inline style or script, dragging, a new window or an access key`);
    }
    for (const element of all('*')) {
      for (const { name: attribute } of element.attributes) {
        if (attribute.startsWith('on')) faults.push(`${name(element)} has ${attribute}`);
      }
    }
    for (const link of all('a')) {
      if (!link.hasAttribute('href')) faults.push(`a without href: ${link.textContent.trim().slice(0, 40)}`);
    }
    const shown = document.body.innerText;
    for (const leak of ['{{', '}}', '{%', '[object Object]']) {
      // People may write these in their own words, which stand inside articles.
      const words = [...document.querySelectorAll('article')].some((article) => article.innerText.includes(leak));
      if (shown.includes(leak) && !words) faults.push(`template text on the page: ${leak}`);
    }
    return [...new Set(faults)];
  });
}

/** Whether anything hangs over the right edge, and what. */
export function sideways(page, when) {
  return page.evaluate((circumstance) => {
    const { documentElement: root } = document;
    if (root.scrollWidth <= innerWidth) return [];
    const wide = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
      .filter((element) => ![...element.children].some((child) => child.getBoundingClientRect().right > innerWidth + 0.5))
      .slice(0, 3)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${(element.textContent ?? '').trim().slice(0, 30)}"`);
    return [`scrolls sideways ${circumstance} by ${root.scrollWidth - innerWidth}px: ${wide.join('; ')}`];
  }, when);
}

/** Sideways scrolling at 320 px, of a page that is open wide. */
export async function sidewaysWhenNarrow(page) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 568 });
  const faults = await sideways(page, 'at 320 px');
  await page.setViewportSize(size);
  return faults;
}

/** WCAG 1.4.12: the reader's own spacing of letters, words, lines and paragraphs. Changes the page. */
export async function ownSpacing(page) {
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('body, body *')) {
      if (!element.style) continue;
      element.style.setProperty('line-height', '1.5', 'important');
      element.style.setProperty('letter-spacing', '0.12em', 'important');
      element.style.setProperty('word-spacing', '0.16em', 'important');
      if (element.tagName === 'P') element.style.setProperty('margin-bottom', '2em', 'important');
    }
  });
  return sideways(page, 'with text spacing');
}

/** WCAG 1.4.4: text at twice its size. Changes the page. */
export async function doubleText(page) {
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%', 'important'));
  const faults = await sideways(page, 'with text at 200 %');
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
  return faults;
}

/** axe, put in by evaluation so that the page's own policy stays in force. */
export async function axe(page) {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async (values) => {
    const found = await globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
    return found.violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.slice(0, 3).map((node) => node.target.join(' ')), why: nodes[0]?.failureSummary ?? '' }));
  }, axeTags);
  return violations.map(({ id, impact, where, why }) => `axe ${id} (${impact}): ${where.join('; ')}: ${why.replace(/\s+/g, ' ').slice(0, 160)}`);
}

/** Tabs through the page: every stop is on the screen, nothing lies over it, it shows, and there is an end. */
export async function focus(page) {
  const faults = [];
  // Start at the top, whatever an earlier check has left.
  await page.evaluate(() => {
    document.activeElement?.blur?.();
    scrollTo(0, 0);
  });
  const seen = new Set();
  for (let stop = 0; stop < 600; stop += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body || element === document.documentElement) return null;
      const box = element.getBoundingClientRect();
      const inside = (value, limit) => Math.min(limit - 1, Math.max(0, value));
      // A link over two lines has its middle outside itself: look at its first piece.
      const piece = element.getClientRects()[0] ?? box;
      const over = document.elementFromPoint(inside(piece.left + piece.width / 2, innerWidth), inside(piece.top + Math.min(piece.height, innerHeight) / 2, innerHeight));
      const style = getComputedStyle(element);
      const label = [...(element.labels ?? [])];
      // A hidden radio may show its ring on what stands beside it.
      const shows = (each) => each && (getComputedStyle(each).outlineStyle !== 'none' || getComputedStyle(each).boxShadow !== 'none');
      return {
        name: `${element.tagName.toLowerCase()}#${element.id} ${(element.innerText || element.name || '').trim().slice(0, 30)}`,
        key: [...document.querySelectorAll('*')].indexOf(element),
        seen: box.width > 0 && box.height > 0 && box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0 && style.visibility !== 'hidden',
        covered: Boolean(over) && !element.contains(over) && !over.contains(element) && !label.some((each) => each.contains(over)),
        ring: [element, element.nextElementSibling, ...label].some(shows),
      };
    });
    if (!found || seen.has(found.key)) return faults;
    seen.add(found.key);
    if (!found.seen) faults.push(`focus off screen: ${found.name}`);
    if (found.covered) faults.push(`focus covered: ${found.name}`);
    if (!found.ring) faults.push(`focus does not show: ${found.name}`);
  }
  return [...faults, 'more than 600 stops, or a trap'];
}

/** What kinds of things are on the page: a page that shows nothing new need not be examined in full again. */
export function kinds(page) {
  return page.evaluate(() => [...new Set([...document.querySelectorAll('body *')].map((element) => {
    const empty = element.textContent.trim() === '' ? ' empty' : '';
    return `${element.tagName} ${element.getAttribute('class') ?? ''} ${element.getAttribute('type') ?? ''} ${element.getAttribute('role') ?? ''}${empty}`;
  }))]);
}
