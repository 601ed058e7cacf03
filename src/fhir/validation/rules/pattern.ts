import { Script } from 'node:vm';

const milliseconds = 50;
/** A group that repeats and holds something that repeats or branches can take time that grows without bound. */
const doubtful = /\([^)]*[*+|{][^)]*\)\s*[*+{]/;

/**
 * Whether a text fits a regular expression that came from outside; undefined when the expression cannot be read, or when it takes more than
 * 50 ms (an expression can be written so that it never ends).
 */
export function matches(pattern: string, value: string): boolean | undefined {
  let regex: RegExp;
  try {
    regex = new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    try {
      // what the stricter reading refuses, as an escaped character that needs none
      regex = new RegExp(`^(?:${pattern})$`);
    } catch {
      return undefined;
    }
  }
  return doubtful.test(pattern) || value.length > 1000 ? bounded(regex, value) : regex.test(value);
}

const script = new Script('regex.test(value)');

function bounded(regex: RegExp, value: string): boolean | undefined {
  try {
    return script.runInNewContext({ regex, value }, { timeout: milliseconds }) === true;
  } catch {
    return undefined;
  }
}
