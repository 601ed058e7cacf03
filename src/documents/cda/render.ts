import type { CdaHeader } from './header.ts';

export function renderHtml(_bytes: Uint8Array, _header: CdaHeader): string {
  throw new Error('in progress');
}
