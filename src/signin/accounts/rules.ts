import { malformedLogin, weakPassword } from '../refusals.ts';

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
