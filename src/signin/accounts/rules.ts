import { commonPassword, malformedEmail, malformedLogin, passwordsDiffer, shortPassword, weakPassword } from '../refusals.ts';
import { isCommon } from './commonPasswords.ts';

/** A login as it is kept and compared: whatever its case, without spaces around. */
export function normal(login: string): string {
  return login.trim().toLowerCase().slice(0, 200);
}

/** Refuses `signin.malformed-login`. */
export function parseLogin(login: string): string {
  const key = normal(login);
  if (!/^[a-z0-9@._+'-]{3,100}$/.test(key)) throw malformedLogin();
  return key;
}

/** Refuses `signin.weak-password`. */
export function strong(password: string): string {
  if (password.length < 10 || password.length > 200) throw weakPassword();
  return password;
}

/**
 * A password that a citizen chooses, typed twice: 12 to 200 characters, none of those that are tried first. Refuses `signin.short-password`,
 * `signin.common-password`, `signin.passwords-differ`.
 */
export function chosen(password: string, again: string, about: readonly string[]): string {
  if (password.length < 12 || password.length > 200) throw shortPassword();
  if (isCommon(password, about)) throw commonPassword();
  if (password !== again) throw passwordsDiffer();
  return password;
}

/** Refuses `signin.malformed-email`. */
export function parseEmail(typed: string): string {
  const text = typed.trim();
  if (text.length > 200 || !/^[^\s@<>"',;:\\()[\]]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text)) throw malformedEmail();
  return text;
}

/** `a…@exemple.fr`: enough for its owner to know it by. */
export function maskedEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return `${local.slice(0, 1)}…@${domain}`;
}
