/** The root of test matricules (INS-NIR de test), the only one this territory uses. */
export const testOid = '1.2.250.1.213.1.4.10';

export interface MatriculeParts {
  readonly sex: 'M' | 'F';
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  /** COG code of the birth place, 5 characters; Corsica as `2A…` or `2B…`. */
  readonly birthPlace: string;
  /** Order of the birth in the register, 1 to 999. */
  readonly order: number;
}

/** A NIR of 13 characters and its key. Source: structure of the NIR (INSEE); the key is 97 − (N mod 97), 2A as 19, 2B as 18. */
export function matriculeOf({ sex, birthDate, birthPlace, order }: MatriculeParts): string {
  const body = `${sex === 'M' ? 1 : 2}${birthDate.slice(2, 4)}${birthDate.slice(5, 7)}${birthPlace}${String(order).padStart(3, '0')}`;
  const number = BigInt(body.replace('2A', '19').replace('2B', '18'));
  return `${body}${String(97n - (number % 97n)).padStart(2, '0')}`;
}

/** The last digit that makes a RPPS or a FINESS number pass Luhn's test. */
export function withLuhn(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i)) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
