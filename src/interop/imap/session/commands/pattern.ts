const longest = 1000;

/** Whether a folder's name fits one of these patterns: `*` is anything, `%` anything but `/`. RFC 3501 §6.3.8; INBOX in any case. */
export function anyMatches(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => matches(name === 'INBOX' ? pattern.toUpperCase() : pattern, name));
}

/** Time grows with the product of the two lengths at most, whatever the pattern. */
function matches(pattern: string, name: string): boolean {
  if (pattern.length > longest) return false;
  const runs = pattern.replaceAll(/[*%]*\*[*%]*/g, '*').replaceAll(/%+/g, '%');
  let reached = new Array<boolean>(name.length + 1).fill(false);
  reached[0] = true;
  for (const sign of runs) {
    const next = new Array<boolean>(name.length + 1).fill(false);
    for (let at = 0; at <= name.length; at++) {
      if (sign === '*' || sign === '%') {
        const before = at > 0 && next[at - 1] === true && (sign === '*' || name[at - 1] !== '/');
        next[at] = reached[at] === true || before;
      } else if (at > 0) next[at] = reached[at - 1] === true && name[at - 1] === sign;
    }
    reached = next;
  }
  return reached[name.length] === true;
}
