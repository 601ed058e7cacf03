import { Refusal } from '#kernel';

/** `named`: the operator asked for the port, and is to know when it is not free. */
export interface MailPort {
  readonly port: number;
  readonly named: boolean;
}

export interface MailSettings {
  /** `exemple.mssante.fr`: what the addresses of this operator's mailboxes end in. */
  readonly professionals: string;
  /** What those of citizens end in. */
  readonly citizens: string;
  /** Absent: nobody listens there. STARTTLS, then TLS from the first byte, of each. */
  readonly smtp?: MailPort;
  readonly smtps?: MailPort;
  readonly imap?: MailPort;
  readonly imaps?: MailPort;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `SOCLE_MAIL_DOMAIN`, `SOCLE_PATIENT_MAIL_DOMAIN`, and the ports `SOCLE_SMTP_PORT`, `SOCLE_SMTPS_PORT`, `SOCLE_IMAP_PORT`, `SOCLE_IMAPS_PORT`:
 * `off` for no listener; that of TLS from the first byte is off with its neighbour unless it is named. Refuses `settings.bad-value`.
 */
export function mailOf(environment: Environment): MailSettings {
  const [smtp, smtps] = pairOf(environment, 'SOCLE_SMTP', [8025, 8465]);
  const [imap, imaps] = pairOf(environment, 'SOCLE_IMAP', [8143, 8993]);
  return {
    professionals: domainOf(environment, 'SOCLE_MAIL_DOMAIN', 'exemple.mssante.fr'),
    citizens: domainOf(environment, 'SOCLE_PATIENT_MAIL_DOMAIN', 'patient.mssante.fr'),
    ...(smtp === undefined ? {} : { smtp }),
    ...(smtps === undefined ? {} : { smtps }),
    ...(imap === undefined ? {} : { imap }),
    ...(imaps === undefined ? {} : { imaps }),
  };
}

function pairOf(environment: Environment, protocol: string, [usual, usualTls]: readonly [number, number]) {
  const plain = listenerOf(environment, `${protocol}_PORT`, usual);
  const name = `${protocol}S_PORT`;
  return [
    plain,
    plain === undefined && environment[name] === undefined ? undefined : listenerOf(environment, name, usualTls),
  ] as const;
}

function listenerOf(environment: Environment, name: string, usual: number): MailPort | undefined {
  const text = environment[name];
  if (text === 'off') return undefined;
  if (text === undefined) return { port: usual, named: false };
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port > 0 && port < 65_536) return { port, named: true };
  throw bad(name, 'un numéro de port (1 à 65535), ou « off »', 'a port number (1 to 65535), or “off”');
}

function domainOf(environment: Environment, name: string, usual: string): string {
  const text = (environment[name] ?? usual).toLowerCase();
  if (/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(text) && text.length <= 190) return text;
  throw bad(name, 'un nom de domaine', 'a domain name');
}

function bad(name: string, fr: string, en: string): Refusal {
  return new Refusal('settings.bad-value', { fr: `${name} doit être ${fr}.`, en: `${name} must be ${en}.` }, { at: name });
}
