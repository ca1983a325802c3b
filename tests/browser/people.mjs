// People who use the site through a browser: one without script, one by keyboard alone. They know only what is on the page.
import fs from 'node:fs';
import path from 'node:path';
import { openWindow } from './chromium.mjs';

const shots = process.env.SHOTS;

/** The two ways of using the site that must both lead through the whole loop. */
export const ways = [
  { name: 'without script', options: { javaScriptEnabled: false }, keyboard: false },
  { name: 'by keyboard', options: {}, keyboard: true },
];

/** A person at a window of their own. Each act fails with what they were doing and where. */
export async function person(browser, base, name, way, failures) {
  const page = await openWindow(browser, base, way.options, (what) => failures.push(`${name} ${way.name}: ${what}`));
  return new Person(page, base, name, way);
}

class Person {
  constructor(page, base, name, way) {
    Object.assign(this, { page, base, name, way });
  }

  /** Types an address. `status` is what the page should answer with. */
  async open(address, status = 200) {
    await this.#doing(`opens ${address}`, async () => {
      this.page.expected = status;
      const response = await this.page.goto(address.startsWith('http') ? address : this.base + address);
      if (response.status() !== status) throw new Error(`answered ${response.status()}, not ${status}`);
    });
  }

  /** Fills the field of this label; what was in it goes. */
  async fill(label, text) {
    await this.#doing(`fills "${label}"`, async () => {
      const field = this.page.getByLabel(exactly(label)).first();
      if (!this.way.keyboard) return field.fill(text);
      await this.#reach(field);
      await this.page.keyboard.press('Control+A');
      await this.page.keyboard.press('Delete');
      return this.page.keyboard.insertText(text);
    });
  }

  /** Chooses an option in the group (radios or a list) of this name. */
  async choose(group, option) {
    await this.#doing(`chooses "${option}" for "${group}"`, async () => {
      const list = this.page.getByRole('combobox', { name: exactly(group) });
      if (await list.count()) {
        if (!this.way.keyboard) return list.selectOption({ label: option });
        await this.#reach(list);
        return this.page.keyboard.type(option);
      }
      return this.chooseIn(this.page.getByRole('group', { name: group }).or(this.page.getByRole('radiogroup', { name: group })).first(), option);
    });
  }

  /** Chooses an option of this label among the radios in a part of the page. */
  async chooseIn(part, option) {
    const radio = part.getByRole('radio', { name: option }).first();
    if (!this.way.keyboard) return radio.check();
    await this.#reach(radio);
    if (!(await radio.isChecked())) await this.page.keyboard.press('Space');
    if (!(await radio.isChecked())) throw new Error(`"${option}" cannot be chosen by keyboard`);
    return undefined;
  }

  /** Ticks the box of this label. */
  async tick(label) {
    await this.#doing(`ticks "${label}"`, async () => {
      const box = this.page.getByRole('checkbox', { name: label }).first();
      if (!this.way.keyboard) return box.check();
      await this.#reach(box);
      if (!(await box.isChecked())) await this.page.keyboard.press('Space');
      return undefined;
    });
  }

  /** Presses the button of this name; `within` narrows down which, where a page has several. */
  async press(button, within = this.page.getByRole('main'), status = 200) {
    const name = button instanceof RegExp ? button : exactly(button);
    await this.#doing(`presses "${button}"`, () => this.#go(within.getByRole('button', { name }).first(), status));
  }

  /** Follows the link whose text begins with this. */
  async follow(link, within = this.page.locator('body')) {
    await this.#doing(`follows "${link}"`, () => this.#go(within.getByRole('link', { name: link }).first(), 200));
  }

  /** Opens a `<details>` by its words. */
  async unfold(words) {
    await this.#doing(`unfolds "${words}"`, async () => {
      const summary = this.page.locator('summary').filter({ hasText: words }).first();
      if (await summary.evaluate((element) => element.parentElement.open)) return;
      if (!this.way.keyboard) return summary.click();
      await this.#reach(summary);
      return this.page.keyboard.press('Enter');
    });
  }

  /** What is on the page, as one line. */
  async reads() {
    return (await this.page.locator('body').innerText()).replace(/\s+/g, ' ');
  }

  async sees(...texts) {
    const shown = await this.reads();
    for (const text of texts) {
      const there = text instanceof RegExp ? text.test(shown) : shown.includes(text);
      if (!there) await this.#doing(`looks for "${text}"`, async () => { throw new Error(`it says: ${shown.slice(0, 1500)}`); });
    }
  }

  async doesNotSee(...texts) {
    const shown = `${await this.reads()} ${await this.page.content()}`;
    for (const text of texts) {
      if (shown.includes(text)) await this.#doing(`should not find "${text}"`, async () => { throw new Error('it is on the page'); });
    }
  }

  /** The address of the page, without the origin and the fragment. */
  where() {
    return this.page.url().slice(this.base.length).split('#')[0];
  }

  /** Keeps a picture of the page at 320 and at 1280 px, when pictures are wanted. */
  async picture(name) {
    if (!shots || this.way.keyboard) return;
    fs.mkdirSync(shots, { recursive: true });
    const size = this.page.viewportSize();
    for (const width of [320, 1280]) {
      await this.page.setViewportSize({ width, height: 900 });
      await this.page.screenshot({ path: path.join(shots, `${name}-${width}.png`), fullPage: true });
    }
    await this.page.setViewportSize(size);
  }

  async leave() {
    await this.page.context().close();
  }

  async #go(element, status) {
    this.page.expected = status;
    await element.waitFor();
    if (this.way.keyboard) await this.#reach(element);
    const [response] = await Promise.all([
      this.page.waitForResponse((each) => each.request().isNavigationRequest() && ![301, 302, 303, 307, 308].includes(each.status()), { timeout: 15_000 }),
      this.way.keyboard ? this.page.keyboard.press('Enter') : element.click(),
    ]);
    // The answer is there before the page is: what follows is about the new page.
    const bare = (address) => address.split('#')[0];
    await this.page.waitForURL((url) => bare(url.href) === bare(response.url()));
    await this.page.waitForLoadState('load');
    if (response.status() !== status) throw new Error(`answered ${response.status()}, not ${status}: ${(await this.reads()).slice(0, 800)}`);
  }

  // Tab by Tab, as a person without a mouse. Radios are one stop: the arrows go on from there.
  async #reach(locator) {
    const element = await locator.elementHandle();
    for (let stops = 0; stops < 800; stops += 1) {
      const state = await element.evaluate((wanted) => {
        const now = document.activeElement;
        if (now === wanted) return 'here';
        return wanted.type === 'radio' && now?.type === 'radio' && now.name === wanted.name && now.form === wanted.form ? 'beside' : 'away';
      });
      if (state === 'here') return;
      await this.page.keyboard.press(state === 'beside' ? 'ArrowDown' : 'Tab');
    }
    throw new Error('no number of Tabs leads there');
  }

  async #doing(what, act) {
    try {
      await act();
    } catch (error) {
      if (shots) await this.page.screenshot({ path: path.join(shots, `failed-${Date.now()}.png`), fullPage: true }).catch(() => {});
      const at = this.page.url().replace(this.base, '');
      throw new Error(`${this.name} ${this.way.name} ${what} on ${at}: ${error.message.split('\n').slice(0, 4).join(' ')}`);
    }
  }
}

// The words of a label, with or without "(optional)" behind them.
function exactly(words) {
  return new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(\\s+\\(optional\\))?\\s*$`);
}
