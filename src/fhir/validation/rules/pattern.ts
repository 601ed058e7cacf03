/** Each of them can multiply the time by the length of the text. */
const unbounded = /(?<!\\)[*+]|\{\d*,\}|\{\d*,?\d{2,}\}/g;
const mostSteps = 1e7;
const longest = 500;

/**
 * Whether the whole of a text fits a regular expression that came from outside; undefined when the expression cannot be read, or could take
 * long on this text (it is judged before it is run: nothing can stop one that runs). Source: FHIR R4 extension regex.
 */
export function matches(pattern: string, value: string): boolean | undefined {
  if (pattern.length > longest || isExplosive(pattern)) return undefined;
  const quantifiers = pattern.match(unbounded)?.length ?? 0;
  if (value.length ** Math.max(1, quantifiers) > mostSteps) return undefined;
  return (compiled(pattern, 'u') ?? compiled(pattern, ''))?.test(value);
}

/** The strict reading first; some expressions escape characters that need no escape, which only the loose one takes. */
function compiled(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, flags);
  } catch {
    return undefined;
  }
}

/**
 * A group that repeats and holds something that repeats, may be left out or branches, at any depth; or a back reference. Such an expression
 * can take a time that grows exponentially. Many harmless ones are built so too: they are given up.
 */
function isExplosive(pattern: string): boolean {
  const open: boolean[] = [];
  let inner = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\') {
      i += 1;
      if (/[1-9k]/.test(pattern[i] ?? '')) return true;
    } else if (c === '[') {
      i = endOfClass(pattern, i);
    } else if (c === '(') {
      open.push(inner);
      inner = false;
      // what opens a group with a name or a look-around is no quantifier
      if (pattern[i + 1] === '?') i += 1;
    } else if (c === ')') {
      const repeats = /[*+{]/.test(pattern[i + 1] ?? '');
      if (repeats && inner) return true;
      inner = inner || open.pop() === true;
    } else if (c === '*' || c === '+' || c === '{' || c === '?' || c === '|') {
      inner = true;
    }
  }
  return false;
}

function endOfClass(pattern: string, start: number): number {
  let i = start + 1;
  while (i < pattern.length && pattern[i] !== ']') i += pattern[i] === '\\' ? 2 : 1;
  return i;
}
