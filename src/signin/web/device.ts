/** As much of a browser as its owner knows it by. What else the browser says of itself is not kept. */
export interface Device {
  /** `Firefox`, `Chrome`…; empty when it is none of those. */
  readonly browser: string;
  /** `Android`, `iPhone`…; empty when it is none of those. */
  readonly system: string;
}

/** In order: what calls itself another thing too comes first. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bCrOS\b/, 'Chromebook'],
  [/\bLinux\b/, 'Linux'],
];

/** Reads the header `User-Agent`, at most its first 500 characters. It proves nothing: whoever wants to can write another. */
export function deviceOf(userAgent: string | undefined): Device {
  const text = (userAgent ?? '').slice(0, 500);
  const named = (of: typeof browsers): string => of.find(([shape]) => shape.test(text))?.[1] ?? '';
  return { browser: named(browsers), system: named(systems) };
}

/** « Firefox sur Android »; words for a passkey or a session. */
export function deviceWords({ browser, system }: Device): string {
  if (browser === '') return system === '' ? 'Appareil inconnu' : system;
  return system === '' ? browser : `${browser} sur ${system}`;
}
