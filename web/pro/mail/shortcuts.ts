import { useEffect, useEffectEvent } from 'react';

const remembered = 'socle.mail.keys';
export const keys = ['c', 'slash', 'j', 'k', 'r', 'a', 'f', 'e', 'u'] as const;
export type Key = (typeof keys)[number];

/** One letter acts only where the person asked for it: WCAG 2.1.4. */
export function areShortcutsOn(): boolean {
  try {
    return localStorage.getItem(remembered) === 'on';
  } catch {
    return false;
  }
}

export function turnShortcuts(on: boolean): void {
  try {
    if (on) localStorage.setItem(remembered, 'on');
    else localStorage.removeItem(remembered);
  } catch {
    // Private browsing may refuse storage: they stay off.
  }
}

/** Letters typed outside of fields and dialogs, while the person wants shortcuts. */
export function useShortcuts(acts: Partial<Record<Key, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!areShortcutsOn() || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const place = event.target instanceof Element ? event.target : document.body;
    if (place.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"]') !== null) return;
    const key = keys.find((one) => one === (event.key === '/' ? 'slash' : event.key.toLowerCase()));
    const act = key === undefined ? undefined : acts[key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Takes the focus to the next or previous of these elements, from the one that has it. */
export function focusNeighbour(selector: string, step: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const active = document.activeElement;
  const here = active instanceof HTMLElement ? all.indexOf(active) : -1;
  const next = here < 0 ? all[step === 1 ? 0 : all.length - 1] : all[here + step];
  next?.focus();
}
