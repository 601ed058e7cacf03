import type { X509Certificate } from 'node:crypto';

/**
 * The subject as RFC 4514 writes it, last part first: `CN=…,OU=…,O=…,C=FR`. It is what `openssl x509 -noout -subject -nameopt RFC2253,-esc_msb,utf8`
 * prints, and what a software's `certificateSubject` holds.
 */
export function subjectText({ subject }: X509Certificate): string {
  return subject.split('\n').reverse().join(',');
}

/** Of the subject's parts with this name, the last: `CN`, `OU`. Undefined when there is none. */
export function subjectPart({ subject }: X509Certificate, name: string): string | undefined {
  const part = subject.split('\n').findLast((one) => one.startsWith(`${name}=`));
  return part?.slice(name.length + 1);
}

/** The national identifier of the professional whose certificate this is: `8` and 11 digits of RPPS; undefined when its CN is something else. */
export function cardholderId(certificate: X509Certificate): string | undefined {
  const digits = /^8?(\d{11})$/.exec(subjectPart(certificate, 'CN') ?? '')?.[1];
  return digits === undefined ? undefined : `8${digits}`;
}
