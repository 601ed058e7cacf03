import { useEffect, useRef } from 'react';

/** What a key does: a letter, a digit, a sign, or `g` and a letter; said in the table that `?` opens. */
export interface KeyAct {
  readonly key: string;
  readonly label: string;
  readonly act: () => void;
}

const remembered = 'socle.keys';
const pauseMilliseconds = 1500;
const elsewhere =
  'input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"], [role="listbox"], [role="menu"]';
const sets = new Set<{ readonly current: readonly KeyAct[] }>();
let begun: { readonly key: string; readonly at: number } | undefined;

/** Whoever dictates, or slips, can do without: WCAG 2.1.4. Kept on this device. */
export function areShortcutsOn(): boolean {
  try {
    return localStorage.getItem(remembered) !== 'off';
  } catch {
    return true;
  }
}

export function turnShortcuts(on: boolean): void {
  try {
    if (on) localStorage.removeItem(remembered);
    else localStorage.setItem(remembered, 'off');
  } catch {
    // Private browsing may refuse storage: they stay as they are.
  }
}

/** What the keys of the screen do now, those of its parts too. */
export function keysNow(): readonly KeyAct[] {
  const all = [...sets].flatMap(({ current }) => current);
  return [...new Map(all.map((one) => [one.key, one])).values()];
}

/** The keys of a part of a screen, as long as it is there; never while something is typed, in a dialog or in an open list. */
export function useKeys(acts: readonly KeyAct[]): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    if (sets.size === 0) document.addEventListener('keydown', press);
    sets.add(latest);
    return () => {
      sets.delete(latest);
      if (sets.size === 0) document.removeEventListener('keydown', press);
    };
  }, []);
}

function press(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented || !areShortcutsOn()) return;
  const place = event.target instanceof Element ? event.target : document.body;
  if (place.closest(elsewhere) !== null) return;
  const key = keyOf(event);
  if (key === undefined) return;
  const whole = begun !== undefined && event.timeStamp - begun.at < pauseMilliseconds ? `${begun.key} ${key}` : key;
  const known = keysNow();
  begun = known.some((one) => one.key.startsWith(`${whole} `)) ? { key: whole, at: event.timeStamp } : undefined;
  const found = known.find((one) => one.key === whole);
  if (found === undefined) return;
  event.preventDefault();
  found.act();
}

/** As the person means it: the digit of a French keyboard without its shift, a letter in whatever case. */
export function keyOf({ key, code, shiftKey }: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string | undefined {
  if (key.length !== 1) return undefined;
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined && !shiftKey) return digit;
  return key.toLowerCase();
}

/** Takes the focus to the next or previous of these elements, from the one that has it, else from the one that is open. */
export function focusNeighbour(selector: string, step: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const active = document.activeElement;
  const focused = active instanceof HTMLElement ? all.indexOf(active) : -1;
  const here = focused < 0 ? all.findIndex((one) => one.hasAttribute('aria-current')) : focused;
  const next = here < 0 ? all[step === 1 ? 0 : all.length - 1] : all[here + step];
  next?.focus();
}
