import type { Directory } from '#directory';
import { type Imap, openImap } from '#interop/imap';
import { openCarrier, openSmtp, type Smtp } from '#interop/smtp';
import { type Carrier, type Messaging, openMailSessions, type TrustedDomains } from '#messaging';
import type { Certificates, Journal, Signin } from '#signin';
import type { MailPort, MailSettings } from './mailSettings.ts';
import { openServerCertificate } from './serverCertificate.ts';
import type { TlsSettings } from './settings.ts';

interface MailDoorDeps {
  readonly messaging: Messaging;
  readonly signin: Signin;
  readonly certificates: Certificates;
  readonly directory: Directory;
  readonly trace: Journal;
  readonly settings: MailSettings;
  readonly files: TlsSettings['files'];
  readonly host: string;
  readonly clock: () => Date;
  readonly say: (line: string) => void;
}

/** Where mail is spoken. */
export interface MailDoor {
  readonly ports: { readonly smtp?: number; readonly smtps?: number; readonly imap?: number; readonly imaps?: number };
  /** As {@link TlsDoor.refresh}. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The listeners of mail programs and of other operators, by TLS alone. A usual port that somebody else holds is told and left out; one that the
 * operator named rejects with Node's error.
 */
export async function openMailDoor(deps: MailDoorDeps): Promise<MailDoor> {
  const { messaging, signin, certificates, directory, trace, settings, host, clock, say } = deps;
  const { mail, mailboxes, post, trusted } = messaging;
  const names = [`mail.${settings.professionals}`, `autoconfig.${settings.professionals}`, settings.professionals];
  const material = openServerCertificate({ certificates, files: deps.files, names });
  const sessions = openMailSessions({
    mailboxes,
    signin,
    certificates,
    directory,
    issuer: signin.issuer,
    trace,
    clock,
    log: say,
  });
  let shown = await material();
  let smtp: Smtp | undefined;
  let imap: Imap | undefined;
  const close = async (): Promise<void> => {
    await smtp?.close();
    await imap?.close();
    await sessions.close();
  };
  try {
    const common = { host, sessions, clock, log: say };
    const domains = mailboxes.domains;
    smtp = await opened([settings.smtp, settings.smtps], say, (ports) =>
      openSmtp({ ...common, post, certificates, trusted, domains, material: shown, ports }),
    );
    imap = await opened([settings.imap, settings.imaps], say, (ports) =>
      openImap({ ...common, mail, mostBytes: post.mostBytes, material: shown, ports }),
    );
  } catch (error) {
    await close();
    throw error;
  }
  const { starttls: smtpPort, tls: smtpsPort } = smtp?.ports ?? {};
  const { starttls: imapPort, tls: imapsPort } = imap?.ports ?? {};
  return {
    ports: {
      ...(smtpPort === undefined ? {} : { smtp: smtpPort }),
      ...(smtpsPort === undefined ? {} : { smtps: smtpsPort }),
      ...(imapPort === undefined ? {} : { imap: imapPort }),
      ...(imapsPort === undefined ? {} : { imaps: imapsPort }),
    },
    async refresh() {
      try {
        shown = await material();
        smtp?.renew(shown);
        imap?.renew(shown);
      } catch (error) {
        say(`mail: the certificate was not renewed: ${error instanceof Error ? error.message.slice(0, 200) : 'a defect'}`);
      }
    },
    close,
  };
}

type Ports = { readonly starttls?: number; readonly tls?: number };

async function opened<T>(
  [plain, direct]: readonly [MailPort | undefined, MailPort | undefined],
  say: (line: string) => void,
  open: (ports: Ports) => Promise<T>,
): Promise<T | undefined> {
  if (plain === undefined && direct === undefined) return undefined;
  try {
    return await open({
      ...(plain === undefined ? {} : { starttls: plain.port }),
      ...(direct === undefined ? {} : { tls: direct.port }),
    });
  } catch (error) {
    const taken =
      error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error ? error.port : undefined;
    const usual = [plain, direct].find((one) => one !== undefined && one.port === taken && !one.named);
    if (usual === undefined) throw error;
    say(`mail: port ${usual.port} is taken: nothing listens there for this Socle; name another one in its settings`);
    return opened([plain === usual ? undefined : plain, direct === usual ? undefined : direct], say, open);
  }
}

interface CarrierWanted {
  readonly certificates: Certificates;
  readonly files: TlsSettings['files'];
  readonly demo: boolean;
  /** Of this operator: the name it gives, and the one in its demonstration certificate. */
  readonly domain: string;
}

/** Whose certificate of the demonstration authority this operator shows to the others. */
const ownFiness = '990000009';

/**
 * How messages leave for other operators: by the signed list, with the files of the TLS certificate, or with a certificate of the demonstration
 * authority that is made at its first use.
 */
export function carrierOf({ certificates, files, demo, domain }: CarrierWanted): (trusted: TrustedDomains) => Carrier {
  const material = openServerCertificate({ certificates, files, names: [] });
  const issued = lazily(async () => {
    const { pem, chain, key } = await certificates.organisation(ownFiness, domain);
    return { cert: `${pem}${chain}`, key };
  });
  return (trusted) =>
    openCarrier({
      peer: trusted.of,
      speaksFor: trusted.speaksFor,
      judge: (certificate) => certificates.judge(certificate, 'server'),
      async material() {
        const { cert, key } = files === undefined ? await issued() : await material();
        await certificates.load();
        return { cert, key, authorities: certificates.trusted() };
      },
      name: `mail.${domain}`,
      allowNear: demo,
    });
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
