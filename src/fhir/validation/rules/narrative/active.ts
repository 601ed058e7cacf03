/** An address that runs in the reader's browser. White space and control characters inside a scheme are dropped by browsers. */
export function isActive(url: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what hides a scheme
  return /^(?:javascript|vbscript|data:(?!image\/))/i.test(url.replace(/[\u0000-\u0020\u007f-\u009f]/g, ''));
}

/** A style that ran code in older browsers. */
export function isActiveStyle(style: string): boolean {
  return /expression\s*\(|javascript\s*:|-moz-binding|behavior\s*:/i.test(style.replace(/\\|\/\*.*?\*\//gs, ''));
}
