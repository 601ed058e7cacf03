import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

/** How somebody acts on a page: by touching and clicking, or with nothing but a keyboard. */
export interface Hand {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Presses a button or a link. */
  press(what: Locator): Promise<void>;
  write(field: Locator, text: string): Promise<void>;
  /** Ticks a box or takes one of several. */
  tick(what: Locator): Promise<void>;
  /** Takes a line of a list that the browser itself draws. */
  choose(list: Locator, line: string): Promise<void>;
}

/** The first that is seen: a page may keep another for paper or for another width. */
const seen = (what: Locator): Locator => what.filter({ visible: true }).first();

const pointer: Pick<Hand, 'press' | 'write' | 'tick' | 'choose'> = {
  press: (what) => seen(what).click(),
  write: (field, text) => seen(field).fill(text),
  tick: (what) => what.first().check({ force: true }),
  choose: async (list, line) => void (await seen(list).selectOption({ label: line })),
};

const most = 250;
/** In the page: whether the focus is on this element or inside it. */
const isOn = (element: unknown): boolean => {
  const focused = (globalThis as unknown as { document: { activeElement: unknown } }).document.activeElement;
  return (element as { contains(other: unknown): boolean }).contains(focused);
};

/** Presses Tab until the focus stands there; a keyboard has no other way. */
async function reach(what: Locator): Promise<void> {
  const target = seen(what);
  await target.waitFor();
  for (let n = 0; n < most; n++) {
    if (await target.evaluate(isOn)) return;
    await what.page().keyboard.press('Tab');
  }
  assert.fail(`the keyboard does not reach ${what}`);
}

async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

const keyboard: typeof pointer = {
  async press(what) {
    await reach(what);
    await what.page().keyboard.press('Enter');
  },
  async write(field, text) {
    await reach(field);
    await type(field.page(), text);
  },
  async tick(what) {
    const one = what.first();
    await one.waitFor({ state: 'attached' });
    const page = what.page();
    if ((await one.getAttribute('type')) !== 'radio') {
      await reachHidden(one);
      await page.keyboard.press('Space');
      return;
    }
    const name = await one.getAttribute('name');
    await reachHidden(page.locator(`input[type=radio][name="${name}"]`), true);
    for (let n = 0; n < 30; n++) {
      if (await one.evaluate((input) => (input as unknown as { checked: boolean }).checked)) return;
      const onIt: boolean = await one.evaluate(isOn);
      await page.keyboard.press(onIt ? 'Space' : 'ArrowDown');
    }
    assert.fail(`the keyboard does not tick ${what}`);
  },
  async choose(list, line) {
    await reach(list);
    await list.page().keyboard.type(line);
  },
};

/** The same for a control that stands unseen under what is drawn of it; `any`: one of them is enough. */
async function reachHidden(what: Locator, any = false): Promise<void> {
  for (let n = 0; n < most; n++) {
    const inputs = any ? await what.all() : [what];
    for (const input of inputs) if (await input.evaluate(isOn)) return;
    await what.page().keyboard.press('Tab');
  }
  assert.fail(`the keyboard does not reach ${what}`);
}

/** Everybody that a journey is walked by. */
export const hands: readonly Hand[] = [
  { name: 'a telephone, 390 px', width: 390, height: 844, ...pointer },
  { name: 'a screen, 1280 px', width: 1280, height: 800, ...pointer },
  { name: 'the keyboard alone, 390 px', width: 390, height: 844, ...keyboard },
  { name: 'the keyboard alone, 1280 px', width: 1280, height: 800, ...keyboard },
];
