import type { SignInTrace } from '../trace.ts';

/** A trace that remembers which refusals it wrote down, so that each has one line and no more. */
export function heeding(trace: SignInTrace): { readonly trace: SignInTrace; readonly told: (code: string) => boolean } {
  const codes = new Set<string>();
  const heed = new Proxy(trace, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        for (const arg of args) if (typeof arg === 'string') codes.add(arg);
        return Reflect.apply(value, target, args);
      };
    },
  });
  return { trace: heed, told: (code) => codes.has(code) };
}

/** A form that was filled in badly is no sign-in that was refused. */
const mistakes = new Set(['signin.empty', 'signin.weak-password', 'signin.password-kept', 'signin.malformed-request']);

export function isMistake(code: string): boolean {
  return mistakes.has(code);
}
