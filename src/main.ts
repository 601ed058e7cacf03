import { insiIdentity, type Territory, territory } from '#demo';
import { directoryMigrations, openDirectory } from '#directory';
import {
  documentsMigrations,
  factsMigrations,
  openAfterwards,
  openDocuments,
  openSpecifications,
  openTexts,
  specificationMigrations,
  textMigrations,
} from '#documents';
import { changedTopic, type Fhir } from '#fhir';
import { type Http, openHttp } from '#http';
import { type Ins, insMigrations, isSurely, lookTopic, openIns, openReverification, type Traits } from '#ins';
import { openInsiSimulator } from '#interop/insi';
import { openInbox } from '#interop/notices';
import { psc } from '#interop/psc';
import { narrowsIn } from '#interop/rest';
import { type Jobs, liveChannel, openJobs, recordsChanged, type Together } from '#jobs';
import { type Citizen, type RecordId, Refusal } from '#kernel';
import { messagingMigrations, openMessaging, type RunningMessaging } from '#messaging';
import { openOversight, oversightMigrations } from '#oversight';
import { packagesMigrations } from '#packages';
import { followAppointments, openRecord, recordMigrations } from '#record';
import { openRights, rightsMigrations } from '#rights';
import { openShares, shareMigrations } from '#share';
import { type FindPerson, openCertificates, openSignin, revocationChannel, signinMigrations } from '#signin';
import { type Migration, type OutboxMessage, openStore, type Store } from '#store';
import { openTrace, type Trace, traceMigrations, type Verdict } from '#trace';
import { openDemonstration } from './demonstration.ts';
import { engineMigrations, openEngine } from './engine.ts';
import { carrierOf, type MailDoor, openMailDoor } from './mailDoor.ts';
import { mailOf } from './mailSettings.ts';
import type { Settings } from './settings.ts';
import { openTlsDoor, type TlsDoor } from './tlsDoor.ts';
import { closeAll, housekeeping, preparePartitions, signIns } from './upkeep.ts';

/** The schema of every module, in the order of the arrows. */
export const migrations: readonly Migration[] = [
  ...traceMigrations,
  ...packagesMigrations,
  ...insMigrations,
  ...directoryMigrations,
  ...signinMigrations,
  ...rightsMigrations,
  ...engineMigrations,
  ...documentsMigrations,
  ...textMigrations,
  ...factsMigrations,
  ...specificationMigrations,
  ...shareMigrations,
  ...recordMigrations,
  ...oversightMigrations,
  ...messagingMigrations,
];

/** A running Socle. */
export interface Socle {
  readonly store: Store;
  readonly fhir: Fhir;
  readonly http: Http;
  readonly messaging: RunningMessaging;
  /** Where mail is spoken. */
  readonly mail: MailDoor['ports'];
  /** Where it listens, for calls from this machine. */
  readonly address: string;
  verifyLog(): Promise<Verdict>;
  close(): Promise<void>;
}

export interface StartOptions {
  /** The demonstration without its territory: nobody is known yet. */
  readonly empty?: boolean;
  /** Another territory than the usual one. */
  readonly scene?: Territory;
  /** Once it is settled the start goes no further than its next step: everything is closed and `start.stopped` refused. */
  readonly stop?: Promise<void>;
}

/**
 * Composes and starts everything: the only place that sees every module. Loads the demonstration territory on the first start when
 * `settings.demo`, unless `empty`. Gives back a server that answers.
 */
export async function startSocle(
  settings: Settings,
  say: (line: string) => void,
  { empty = false, scene = territory(), stop }: StartOptions = {},
): Promise<Socle> {
  const clock = (): Date => new Date();
  const { demo, publicUrl, tls, trust, proxies } = settings;
  const store = await openStore(settings, { migrations, log: say, mode: 'own' });
  const closing: (() => Promise<void>)[] = [() => store.close()];
  try {
    await preparePartitions(store, clock());
    const trace = await openTrace(store);
    const insi = openInsiSimulator(demo ? scene.people.map(insiIdentity) : []);
    // What is opened before the rights tells the log through them too: a line of a secret access says that it is one.
    let marking = trace;
    const told: Trace = {
      ...trace,
      append: (...line) => marking.append(...line),
      journal: (...line) => marking.journal(...line),
    };
    const ins = openIns(store, told, insi, { examples: demo });
    const directory = openDirectory(store);
    const citizenOf = async (matricule: string) => {
      for (const oid of everyDomain) {
        const found = await ins.byMatricule(oid, matricule);
        if (found !== undefined) return { record: found.record, name: nameOf(found.traits) };
      }
      return undefined;
    };
    const identityOf: FindPerson = async (who) => {
      const record = 'record' in who ? who.record : await recordNamed(ins, who.matricule);
      const found = record === undefined ? undefined : await ins.byRecord(record);
      return found && { record: found.record, name: nameOf(found.traits), birthDate: found.traits.birthDate };
    };
    const inbox = openInbox(clock);
    const byEmail = demo ? { notices: inbox, inbox: inbox.messages } : {};
    const peopleOf = async ({ birthFamily, birthDate, sex, ...others }: Traits) => {
      const { items } = await ins.byTraits({ birthFamily, birthDate, sex }, 20);
      const same = items.filter((one) => isSurely(one, { birthFamily, birthDate, sex, ...others }));
      return same.map(({ record, traits }) => ({ record, name: nameOf(traits) }));
    };
    const { outside = {} } = settings;
    const profilesOf = async (actor: Citizen) => {
      const profiles = await rights.profiles({ actor, at: clock(), requestId: 'consent' });
      return profiles.filter(({ mandate }) => mandate.purposes.includes('read')).map(({ record, name }) => ({ record, name }));
    };
    const narrows = (type: string, query: string): boolean => narrowsIn(engine.parameters, type, query);
    const trusted = trust === undefined ? {} : { trust };
    const certificates = openCertificates(store, { directory, demo, publicUrl, ...trusted, clock, log: say });
    const cards = tls === undefined ? {} : { cards: { certificates, address: tls.url }, tlsUrl: tls.url };
    const signin = await openSignin(store, {
      directory,
      publicUrl,
      demo,
      profile: psc,
      citizenOf,
      identityOf,
      ...byEmail,
      outside,
      peopleOf,
      profilesOf,
      narrows,
      trace: told,
      ...(proxies === undefined ? {} : { proxies }),
      ...cards,
      log: say,
    });
    closing.push(() => signin.close());
    const about = async (record: RecordId) => {
      const found = await ins.byRecord(record);
      return found && { name: nameOf(found.traits), birthDate: found.traits.birthDate };
    };
    const rights = openRights(store, trace, { about, kin: ins.links.kin, accessDays: settings.accessDays });
    marking = rights.trace;
    ins.links.follow(rights.kinChanged);
    closing.push(await rights.authorisations.listen());
    const texts = openTexts({ store, now: clock });
    closing.push(() => texts.close());
    let jobs: Jobs | undefined;
    const engine = await openEngine({
      store,
      trace: rights.trace,
      ins,
      rights,
      publicUrl,
      texts,
      targets: demo ? 'loopback' : 'public',
      clock,
      log: say,
      jobs: () => running(jobs),
    });
    closing.push(() => engine.close());
    const specifications = await openSpecifications({ store, log: say });
    closing.push(() => specifications.close());
    const desk = { store, trace: rights.trace, ins, rights, fhir: engine.fhir, texts, specifications };
    const documents = openDocuments(desk);
    await documents.move();
    const shares = openShares({ store, trace: rights.trace, ins, rights, documents, fhir: engine.fhir, publicUrl });
    const afterwards = openAfterwards({
      desk: { ...desk, validator: engine.validator },
      clock,
      later: (topic, key, payload, at) => running(jobs).later(topic, key, payload, at),
    });
    const reverification = openReverification({
      ins,
      clock,
      later: (topic, key, payload, at) => running(jobs).later(topic, key, payload, at),
      log: say,
    });
    const { mail: mailSettings = noMail } = settings;
    const messaging = await openMessaging({
      store,
      trace: rights.trace,
      ins,
      directory,
      rights,
      documents,
      ...(demo ? { notices: inbox } : {}),
      emailOf: signin.citizens.seconds.addressOf,
      domains: mailSettings,
      carrier: carrierOf({ certificates, files: tls?.files, demo, domain: mailSettings.professionals }),
      publicUrl,
      clock,
      log: say,
    });
    closing.push(messaging.close);
    const looking = { [lookTopic]: async ({ record }: OutboxMessage) => void (await ins.links.look(record, clock())) };
    const handlers = {
      ...engine.handlers,
      ...afterwards.handlers,
      ...reverification.handlers,
      ...messaging.handlers,
      ...looking,
    };
    const unhurried = new Set(Object.keys({ ...afterwards.handlers, ...looking }));
    const oversight = openOversight({ store, trace, rights, ins, directory, documents, clock, log: say });
    closing.push(() => oversight.close());
    const together = toldOf(store, followAppointments(store, engine.fhir), { ...engine.together, ...oversight.together });
    jobs = await openJobs(store, { handlers, together, unhurried, log: say });
    closing.push(() => running(jobs).close());
    await afterwards.begin();
    await reverification.begin();
    closing.push(keying(ins, say));
    let mailDoor: MailDoor | undefined;
    const record = openRecord({ store, rights, trace: rights.trace, ins, fhir: engine.fhir, documents });
    const http = await openHttp({
      mailPorts: () => mailDoor?.ports,
      store,
      trace: rights.trace,
      ins,
      directory,
      signin,
      certificates,
      rights,
      shares,
      documents,
      oversight,
      messaging,
      record,
      engine,
      publicUrl,
      territory: { demo, name: scene.name },
      declareToInsi: demo ? insi.register : undefined,
      clock,
      log: say,
    });
    closing.push(() => http.close());
    const silence = await store.listen(liveChannel, http.heard);
    closing.push(silence);
    closing.push(await store.listen(revocationChannel, certificates.heard));
    let door: TlsDoor | undefined;
    const sweeping = setInterval(() => {
      void housekeeping({ store, trace, shares, sweep: signin.sweep, say }, clock());
      void door?.refresh();
      void mailDoor?.refresh();
    }, 5 * 60_000);
    closing.push(async () => clearInterval(sweeping));
    // What this or another server wrote to the log and did not live to read.
    const [first, daily] = [
      setTimeout(() => void oversight.reader.sweep(), 60_000),
      setInterval(() => void oversight.reader.sweep(), 86_400_000),
    ];
    closing.push(async () => {
      clearTimeout(first);
      clearInterval(daily);
    });
    await http.app.listen({ host: settings.host, port: settings.port });
    if (tls !== undefined) {
      door = await openTlsDoor({ http, certificates, settings: tls, host: settings.host, say });
      closing.push(door.close);
      say(`TLS, with client certificates: ${tls.url}`);
    }
    if (speaksMail(settings)) {
      const common = { messaging, signin, certificates, directory, trace: told, clock, say };
      mailDoor = await openMailDoor({ ...common, settings: mailSettings, files: tls?.files, host: settings.host });
      closing.push(mailDoor.close);
      for (const [protocol, port] of Object.entries(mailDoor.ports))
        say(`Mail, ${protocol.toUpperCase()}: ${settings.host}:${port}`);
    } else if (settings.mail?.smtp !== undefined)
      say('mail: nothing listens without a certificate (SOCLE_TLS_PORT, SOCLE_TLS_CERT)');
    const address = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${settings.port}`;
    await directory.registerStructures([operatorStructure]);
    await directory.registerSoftware([{ id: 'socle-cli', name: 'Socle, ligne de commande', structure: operatorStructure.id }]);
    if (demo && !empty) {
      const through = {
        store,
        ins,
        directory,
        rights,
        accounts: signin.accounts,
        documents,
        messaging,
        fhir: engine.fhir,
        record,
      };
      await openDemonstration({ ...through, address, clock, say }, scene, () => stopped(stop));
      for (const line of signIns(scene)) say(line);
    }
    const mail = mailDoor?.ports ?? {};
    return {
      store,
      fhir: engine.fhir,
      http,
      messaging,
      mail,
      address,
      verifyLog: () => trace.verify(),
      close: () => closeAll(closing),
    };
  } catch (error) {
    await closeAll(closing);
    throw error;
  }
}

/** Keys for people who were known before there were any, while the server already answers; the function it gives ends it. */
function keying(ins: Ins, say: (line: string) => void): () => Promise<void> {
  let open = true;
  const done = ins.links
    .rekey(() => open)
    .catch((error: unknown) => say(`people: no keys were made: ${String(error).slice(0, 200)}`));
  return async () => {
    open = false;
    await done;
  };
}

function running(jobs: Jobs | undefined): Jobs {
  if (jobs === undefined) throw new Error('the jobs do not run yet');
  return jobs;
}

type Follow = (messages: readonly OutboxMessage[]) => Promise<void>;

/** A change of a record is told to the pages that show it, and goes into agendas, besides what the engine does after it. */
function toldOf(store: Store, follow: Follow, { [changedTopic]: changed, ...others }: Together): Together {
  const tell = recordsChanged(store);
  return {
    ...others,
    [changedTopic]: async (messages) => {
      await tell(messages);
      await follow(messages);
      return (await changed?.(messages)) ?? [];
    },
  };
}

/** Rejects when the wish to stop comes; never settles without one. */
async function stopped(stop: Promise<void> | undefined): Promise<never> {
  await (stop ?? new Promise<never>(() => undefined));
  throw new Refusal('start.stopped', { fr: 'Socle s’arrête avant d’être prêt.', en: 'Socle stops before it is ready.' });
}

const noMail = mailOf({ SOCLE_SMTP_PORT: 'off', SOCLE_IMAP_PORT: 'off' });

/** Nothing of mail is spoken without TLS: outside a demonstration the operator's certificate is needed. */
function speaksMail({ mail, demo, tls }: Settings): boolean {
  return mail !== undefined && (demo || tls?.files !== undefined);
}

const everyDomain = ['1.2.250.1.213.1.4.10', '1.2.250.1.213.1.4.8', '1.2.250.1.213.1.4.9'];

/** Whose record a matricule of any domain is; undefined too when the text is none. */
async function recordNamed(ins: Ins, text: string): Promise<RecordId | undefined> {
  const found = await Promise.all(everyDomain.map((oid) => ins.recordOf(oid, text))).catch((error: unknown) => {
    if (error instanceof Refusal && error.code.startsWith('ins.')) return [];
    throw error;
  });
  return found.find((record) => record !== undefined);
}

/** Whose software the command line is: this installation itself. */
const operatorStructure = {
  id: '1990000009',
  name: 'Exploitant de ce Socle',
  couloir: 'ville',
  facilityType: 'SA07',
  practiceSetting: 'AMBULATOIRE',
};

function nameOf({
  usedGiven,
  usedFamily,
  firstBirthGiven,
  birthFamily,
}: {
  usedGiven?: string;
  usedFamily?: string;
  firstBirthGiven: string;
  birthFamily: string;
}): string {
  return `${usedGiven ?? firstBirthGiven} ${usedFamily ?? birthFamily}`;
}
