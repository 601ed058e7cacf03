import type { Page } from 'playwright-core';

/** In a page: what of it stands beyond the edges, or is cut although nobody can scroll to it. Sentences, none when all fits. */
const overflowing = `(() => {
  const wide = document.documentElement.clientWidth;
  const told = (one) => one.tagName.toLowerCase() + (typeof one.className === 'string' && one.className ? '.' + one.className.trim().split(/\\s+/).join('.') : '')
    + ' « ' + (one.textContent ?? '').trim().replace(/\\s+/g, ' ').slice(0, 50) + ' »';
  const faults = [];
  if (document.documentElement.scrollWidth > wide) faults.push('scrolls sideways: ' + document.documentElement.scrollWidth + ' in ' + wide);
  const scrolls = (one) => { for (let up = one.parentElement; up; up = up.parentElement) if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true; return false; };
  const hidden = (one) => { for (let up = one; up; up = up.parentElement) { const style = getComputedStyle(up);
    if (style.clipPath !== 'none' || style.visibility === 'hidden' || style.opacity === '0' || (up.offsetWidth <= 1 && up.offsetHeight <= 1)) return true; } return false; };
  for (const one of document.querySelectorAll('body *')) {
    if (!(one instanceof HTMLElement) || one.closest('svg, canvas, .skip') || !one.checkVisibility()) continue;
    const box = one.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const style = getComputedStyle(one);
    const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if ((words || one.matches('input, select, textarea, button, a')) && (box.right > wide + 1 || box.left < -1) && !scrolls(one) && !hidden(one)) faults.push('beyond the edge: ' + told(one));
    if (words && !one.matches('option, textarea, input') && !hidden(one)) {
      if (/hidden|clip/.test(style.overflowX) && !(style.textOverflow === 'ellipsis' && one.title) && one.scrollWidth > one.clientWidth + 1) faults.push('cut at its side: ' + told(one));
      if (/hidden|clip/.test(style.overflowY) && one.scrollHeight > one.clientHeight + 2) faults.push('cut below: ' + told(one));
    }
  }
  return [...new Set(faults)].slice(0, 8);
})()`;

/** What does not fit on the screen as it stands. */
export async function misfits(page: Page): Promise<string[]> {
  return (await page.evaluate(overflowing)) as string[];
}

/** With text twice as large: what does not fit. The page is as before afterwards. */
export async function misfitsDoubled(page: Page, look: () => Promise<void>): Promise<string[]> {
  await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
  try {
    const faults = await misfits(page);
    await look();
    return faults;
  } finally {
    await page.evaluate(`document.documentElement.style.fontSize = ''`);
  }
}

/** In a page, before anything of it: notes each shift of the layout that nobody’s hand caused, and what moved. */
const shiftWatch = `(() => {
  globalThis.socleShifts = [];
  const told = (node) => node?.nodeType === 1 ? node.tagName.toLowerCase() + (typeof node.className === 'string' && node.className ? '.' + node.className.trim().split(/\\s+/).join('.') : '') : String(node?.nodeName);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.socleShifts.push({ value: entry.value,
      moved: entry.sources.slice(0, 3).map(({ node, previousRect, currentRect }) => told(node) + ' ' + Math.round(previousRect.y) + '→' + Math.round(currentRect.y)) });
  }).observe({ type: 'layout-shift', buffered: true });
})()`;

export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(shiftWatch);
}

/** How much the page moved by itself since it was opened (as CLS counts, all of it together), and what moved. */
export async function shiftsOf(page: Page): Promise<{ total: number; moved: string[] }> {
  const shifts = (await page.evaluate('globalThis.socleShifts')) as { value: number; moved: string[] }[];
  return { total: shifts.reduce((sum, { value }) => sum + value, 0), moved: [...new Set(shifts.flatMap(({ moved }) => moved))] };
}
