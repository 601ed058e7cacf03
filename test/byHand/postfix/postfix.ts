import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Keys {
  readonly pem: string;
  readonly key: string;
}

export interface PostfixParts {
  readonly domain: string;
  readonly port: number;
  /** What it shows as a server, and as a client. */
  readonly server: Keys;
  readonly client: Keys;
  readonly authorities: readonly string[];
  /** Where Socle takes mail for its domain: `localhost:8025`. */
  readonly socle: { readonly domain: string; readonly host: string; readonly port: number };
  /** Who has a mailbox here. */
  readonly mailboxes: readonly string[];
}

/** Debian's Postfix in a folder of its own, listening on the loopback alone. */
export interface Postfix {
  start(): Promise<void>;
  /** By the process id that its master wrote down. */
  stop(): Promise<void>;
  /** Sends as `sendmail` does. */
  send(from: string, to: readonly string[], bytes: Buffer, options?: readonly string[]): void;
  /** What stands in a mailbox, oldest first. */
  inbox(local: string): Buffer[];
  log(): string;
  remove(): void;
}

const program = '/usr/sbin/postfix';

/** Why it cannot be tried here; undefined when it can. */
export function withoutPostfix(): string | undefined {
  if (!existsSync(program)) return 'Postfix is not on this machine: apt-get install -y --no-install-recommends postfix';
  return process.getuid?.() === 0 ? undefined : 'Postfix starts as root only';
}

export function makePostfix(parts: PostfixParts): Postfix {
  const folder = mkdtempSync(join(tmpdir(), 'socle-postfix-'));
  chmodSync(folder, 0o755);
  const at = (...names: string[]): string => join(folder, ...names);
  for (const name of ['queue', 'data', 'mail', 'etc', 'log']) mkdirSync(at(name));
  spawnSync('chown', ['postfix', at('data')]);
  spawnSync('chown', ['nobody:nogroup', at('mail')]);
  const file = (name: string, text: string): string => {
    writeFileSync(at('etc', name), text, { mode: 0o600 });
    return at('etc', name);
  };
  const pair = (name: string, { pem, key }: Keys): readonly [string, string] => [
    file(`${name}.pem`, pem),
    file(`${name}.key`, key),
  ];
  const [serverCert, serverKey] = pair('server', parts.server);
  const [clientCert, clientKey] = pair('client', parts.client);
  const authorities = file('authorities.pem', parts.authorities.join('\n'));
  const hop = `[${parts.socle.host}]:${parts.socle.port}`;
  const settings = {
    compatibility_level: '3.6',
    queue_directory: at('queue'),
    data_directory: at('data'),
    maillog_file: at('log', 'postfix.log'),
    maillog_file_prefixes: folder,
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    smtp_host_lookup: 'native',
    myhostname: `mx.${parts.domain}`,
    mydestination: '',
    mynetworks: '',
    local_recipient_maps: '',
    alias_maps: '',
    virtual_mailbox_domains: parts.domain,
    virtual_mailbox_base: at('mail'),
    virtual_mailbox_maps: `inline:{ ${parts.mailboxes.map((one) => `{ ${one}@${parts.domain} = ${one}/ }`).join(' ')} }`,
    virtual_uid_maps: 'static:65534',
    virtual_gid_maps: 'static:65534',
    transport_maps: `inline:{ { ${parts.socle.domain} = smtp:${hop} } }`,
    relay_domains: '',
    smtpd_relay_restrictions: 'reject_unauth_destination',
    // Mutual TLS, both ways
    smtpd_tls_security_level: 'encrypt',
    smtpd_tls_cert_file: serverCert,
    smtpd_tls_key_file: serverKey,
    smtpd_tls_CAfile: authorities,
    smtpd_tls_ask_ccert: 'yes',
    smtpd_tls_req_ccert: 'yes',
    smtp_tls_security_level: 'secure',
    smtp_tls_secure_cert_match: parts.socle.host,
    smtp_tls_CAfile: authorities,
    smtp_tls_cert_file: clientCert,
    smtp_tls_key_file: clientKey,
    smtp_tls_loglevel: '1',
    smtpd_tls_loglevel: '1',
    minimal_backoff_time: '5s',
    queue_run_delay: '5s',
  };
  file(
    'main.cf',
    Object.entries(settings)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(''),
  );
  const services = readFileSync('/etc/postfix/master.cf', 'utf8')
    .split('\n')
    .filter((line) => /^[a-z]/.test(line) && !/\b(pipe)$/.test(line.trimEnd()))
    .map((line) => {
      const fields = line.split(/\s+/);
      fields[4] = 'n';
      if (fields[0] === 'smtp' && fields[1] === 'inet') fields[0] = `127.0.0.1:${parts.port}`;
      return fields.join(' ');
    });
  file('master.cf', `${services.join('\n')}\n`);
  chmodSync(at('etc'), 0o755);
  for (const name of ['main.cf', 'master.cf']) chmodSync(at('etc', name), 0o644);
  let running = false;
  return {
    async start() {
      spawn(program, ['-c', at('etc'), 'start-fg'], { stdio: 'ignore' }).unref();
      running = true;
      await reachable(parts.port);
    },
    async stop() {
      const file = at('queue', 'pid', 'master.pid');
      const pid = running && existsSync(file) ? Number(readFileSync(file, 'utf8').trim()) : 0;
      running = false;
      if (!(pid > 1)) return;
      process.kill(pid, 'SIGTERM');
      for (let tries = 0; tries < 100 && existsSync(`/proc/${pid}`); tries++) await new Promise((done) => setTimeout(done, 50));
    },
    send(from, to, bytes, options = []) {
      const { status, stderr } = spawnSync('/usr/sbin/sendmail', ['-C', at('etc'), '-i', '-f', from, ...options, ...to], {
        input: bytes,
      });
      if (status !== 0) throw new Error(`sendmail: ${stderr.toString()}`);
    },
    inbox(local) {
      const place = at('mail', local, 'new');
      return existsSync(place)
        ? readdirSync(place)
            .sort()
            .map((name) => readFileSync(join(place, name)))
        : [];
    },
    log: () => (existsSync(at('log', 'postfix.log')) ? readFileSync(at('log', 'postfix.log'), 'utf8') : ''),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function reachable(port: number): Promise<void> {
  const { connect } = await import('node:net');
  for (let tries = 0; tries < 100; tries++) {
    const found = await new Promise<boolean>((done) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('connect', () => {
        socket.destroy();
        done(true);
      });
      socket.once('error', () => done(false));
    });
    if (found) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('Postfix did not begin to listen');
}
