/**
 * What mail may be spoken in, for the listeners of SMTP and IMAP: ECDHE and AES, with the two families of keys; those of TLS 1.3 come first.
 *
 * Source: MSSanté, SC.MSS/CONF.01, CONF.03; RFC 9325 §4.2.
 */
export const mailCiphers = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  ...['GCM-SHA384', 'SHA384'].flatMap((end) => [`ECDHE-ECDSA-AES256-${end}`, `ECDHE-RSA-AES256-${end}`]),
  ...['GCM-SHA256', 'SHA256'].flatMap((end) => [`ECDHE-ECDSA-AES128-${end}`, `ECDHE-RSA-AES128-${end}`]),
].join(':');
