/**
 * How many slips of the finger lie between two texts: letters added, left out, changed, or two neighbours in each other's place. Counts no
 * further than `most`: gives `most + 1` for anything beyond.
 */
export function slips(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let earlier: number[] = [];
  let before = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (earlier[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    earlier = before;
    before = row;
  }
  return Math.min(before[b.length] ?? 0, most + 1);
}

/** Whether two names may be one, mistyped: one slip from 4 letters on, two from 8 on. */
export function mistyped(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  const most = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0;
  return most > 0 && slips(a, b, most) <= most;
}
