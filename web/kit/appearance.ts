import { useSyncExternalStore } from 'react';

/** As the device asks, or what the person prefers on this device. */
export const appearances = ['device', 'light', 'dark', 'contrast'] as const;
export type Appearance = (typeof appearances)[number];

const remembered = 'socle.appearance';
const listeners = new Set<() => void>();
let chosen: Appearance = 'device';

function wished(): Appearance {
  try {
    const found = localStorage.getItem(remembered);
    return appearances.find((one) => one === found) ?? 'device';
  } catch {
    return 'device';
  }
}

function draw(): void {
  const { dataset } = document.documentElement;
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  dataset['theme'] = isDark ? 'dark' : 'light';
  if (chosen === 'contrast' || matchMedia('(prefers-contrast: more)').matches) dataset['contrast'] = 'more';
  else delete dataset['contrast'];
  const ground = getComputedStyle(document.documentElement)
    .getPropertyValue(isDark ? '--paper' : '--mark')
    .trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground);
  for (const tell of listeners) tell();
}

/** Draws the page as the device or the person wants it, now and whenever that changes. Once in each space, before its first screen. */
export function startAppearance(): void {
  chosen = wished();
  draw();
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'])
    matchMedia(query).addEventListener('change', draw);
}

/** Changes the look of every space on this device; a browser that keeps nothing keeps it for this page only. */
export function appear(appearance: Appearance): void {
  chosen = appearance;
  try {
    localStorage.setItem(remembered, appearance);
  } catch {
    // Private browsing may refuse storage.
  }
  draw();
}

/** What was chosen, and what is drawn: a drawing that is not made of styles (a canvas) is made again when `drawn` changes. */
export function useAppearance(): { readonly chosen: Appearance; readonly drawn: string } {
  const key = useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => `${chosen} ${document.documentElement.dataset['theme']} ${document.documentElement.dataset['contrast'] ?? ''}`,
  );
  return { chosen, drawn: key };
}
