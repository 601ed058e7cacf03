import type { FastifyInstance } from 'fastify';
import { notFound } from './errors.ts';

/** Where mail is spoken: TLS from the first byte, and STARTTLS. */
export interface MailPorts {
  readonly smtp?: number;
  readonly smtps?: number;
  readonly imap?: number;
  readonly imaps?: number;
}

export interface AutoconfigDeps {
  /** By which mail programs reach this server: its host is theirs. */
  readonly publicUrl: string;
  /** What the addresses of professionals end in. */
  readonly domain: string;
  /** The provider that gives tokens. */
  readonly issuer: string;
  /** Undefined, or empty, as long as nothing listens. */
  readonly mailPorts: () => MailPorts | undefined;
}

/**
 * How a mail program finds its settings by the address alone: `/mail/config-v1.1.xml` (under `autoconfig.<domain>`) and
 * `/.well-known/autoconfig/mail/config-v1.1.xml`. The address that it sends along (`emailaddress`) is not looked at: nobody learns who has a mailbox.
 *
 * Source: Thunderbird autoconfiguration, config file format 1.1; MSSanté SC.MSS/CONF.04; RFC 8314 §3 (TLS from the first byte comes first).
 */
export async function autoconfigRoutes(app: FastifyInstance, deps: AutoconfigDeps): Promise<void> {
  for (const path of ['/mail/config-v1.1.xml', '/.well-known/autoconfig/mail/config-v1.1.xml'])
    app.get(path, async (_request, reply) => {
      const xml = configOf(deps);
      if (xml === undefined) throw notFound();
      return reply.header('cache-control', 'max-age=300').type('application/xml; charset=utf-8').send(xml);
    });
}

/** Undefined when no mail program could do anything here. */
export function configOf({ publicUrl, domain, issuer, mailPorts }: AutoconfigDeps): string | undefined {
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
  const { smtp, smtps, imap, imaps } = mailPorts() ?? {};
  const incoming = [serverOf('incoming', host, imaps, 'SSL'), serverOf('incoming', host, imap, 'STARTTLS')];
  const outgoing = [serverOf('outgoing', host, smtps, 'SSL'), serverOf('outgoing', host, smtp, 'STARTTLS')];
  const servers = [...incoming, ...outgoing].filter((one) => one !== '');
  if (servers.length === 0) return undefined;
  return `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="${domain}">
    <domain>${domain}</domain>
    <displayName>Messagerie sécurisée de santé (${domain})</displayName>
    <displayShortName>MSSanté</displayShortName>
${servers.join('\n')}
  </emailProvider>
  <oAuth2>
    <issuer>${new URL(issuer).hostname}</issuer>
    <scope>openid scope_all offline_access</scope>
    <authURL>${issuer}/auth</authURL>
    <tokenURL>${issuer}/token</tokenURL>
  </oAuth2>
</clientConfig>
`;
}

function serverOf(way: 'incoming' | 'outgoing', host: string, port: number | undefined, socket: 'SSL' | 'STARTTLS'): string {
  if (port === undefined) return '';
  return `    <${way}Server type="${way === 'incoming' ? 'imap' : 'smtp'}">
      <hostname>${host}</hostname>
      <port>${port}</port>
      <socketType>${socket}</socketType>
      <username>%EMAILADDRESS%</username>
      <authentication>OAuth2</authentication>
    </${way}Server>`;
}
