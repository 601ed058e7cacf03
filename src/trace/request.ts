/** The id of a request as a line keeps it: the 16 bytes of a UUID in base64url (`u`), any other as it is (`r`). */
export interface CompactRequest {
  readonly u?: string | undefined;
  readonly r?: string | undefined;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function compactRequest(request: string): CompactRequest {
  return uuid.test(request) ? { u: Buffer.from(request.replaceAll('-', ''), 'hex').toString('base64url') } : { r: request };
}

export function wholeRequest({ u, r }: CompactRequest): string {
  if (u === undefined) return r ?? '';
  const hex = Buffer.from(u, 'base64url').toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
