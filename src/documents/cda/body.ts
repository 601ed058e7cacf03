import type { CdaHeader } from './header.ts';

export interface Attachment {
  readonly mediaType: string;
  readonly content: Buffer;
  readonly id?: string;
}
export function embedded(_bytes: Uint8Array, _header: CdaHeader): Attachment | undefined {
  throw new Error('in progress');
}
export function attachments(_bytes: Uint8Array, _header: CdaHeader): readonly Attachment[] {
  throw new Error('in progress');
}
