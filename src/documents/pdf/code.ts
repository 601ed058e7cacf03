import type { Modules } from '#ins';
import type { Sheet } from './sheet.ts';

/** 0.5 mm a module: what a telephone reads from a hand away, and what a worn printer still draws. */
const point = 1.42;
/** White around it, in modules, taken from the place that it is given. */
const quiet = 1;

/** The side of the square that a code takes on the paper, in points; the white around it included. */
export function codeSide(code: Modules): number {
  return (code.length + 2 * quiet) * point;
}

/** The INS DataMatrix with its upper left corner at `x`, `y`: drawn as lines of modules, with no seam between two rows. */
export function drawCode(sheet: Sheet, code: Modules, x: number, y: number): void {
  const { doc } = sheet;
  sheet.figure('Code INS (DataMatrix) de la personne', () => {
    for (const [row, modules] of code.entries())
      for (const [from, length] of runs(modules)) {
        const [left, top] = [x + (from + quiet) * point, y + (row + quiet) * point];
        doc.rect(left, top, length * point, point);
      }
    doc.fill('#000');
  });
}

/** Where each stretch of dark modules begins, and how many it has. */
function runs(modules: readonly boolean[]): [number, number][] {
  const found: [number, number][] = [];
  for (const [at, dark] of modules.entries()) {
    const last = found.at(-1);
    if (!dark) continue;
    if (last !== undefined && last[0] + last[1] === at) last[1] += 1;
    else found.push([at, 1]);
  }
  return found;
}
