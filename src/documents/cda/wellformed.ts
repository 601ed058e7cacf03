export function checkWellFormed(_bytes: Uint8Array): void {
  throw new Error('in progress');
}
