/** True when the bytes announce a PDF: `%PDF-` within the first 1,024 bytes, as readers accept it. Nothing more is checked. */
export function isPdf(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024));
  return start.includes('%PDF-');
}
