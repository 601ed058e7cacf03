import type { Directory } from '#directory';
import type { Documents } from '#documents';
import type { Ins } from '#ins';
import type { RecordId } from '#kernel';
import type { Rights } from '#rights';
import type { Notices } from '#signin';
import type { OutboxMessage, Store } from '#store';
import type { Trace } from '#trace';
import { openDocumentFiles } from './conversations/documentFiles.ts';
import { openConversations } from './conversations/open.ts';
import { openPrivacy } from './conversations/privacy.ts';
import { openCitizenRoute } from './conversations/route.ts';
import { inspectArchive } from './exchange/inspect.ts';
import { openExchange } from './exchange/open.ts';
import { openFigures } from './figures/figures.ts';
import { openMail } from './mail/open.ts';
import { openMailboxes } from './mailboxes/open.ts';
import type { Messaging } from './messaging.ts';
import type { Carrier } from './outgoing/carrier.ts';
import { openOutgoing } from './outgoing/outgoing.ts';
import { openPost } from './post/open.ts';
import { arrivedTopic } from './post/post.ts';
import { productReference } from './product.ts';
import { openReports } from './reports/reports.ts';
import { openTemplates } from './templates/templates.ts';
import { openTrusted, type TrustedDomains, trustedChannel } from './trusted/trusted.ts';

export interface MessagingDeps {
  readonly store: Store;
  readonly trace: Trace;
  readonly ins: Ins;
  readonly directory: Directory;
  readonly rights: Rights;
  readonly documents: Documents;
  /** How people are told outside their carnet that a message came; absent: they are not. */
  readonly notices?: Notices;
  readonly emailOf: (record: RecordId) => Promise<string | undefined>;
  readonly domains: { readonly professionals: string; readonly citizens: string };
  /** Hands messages to other operators. */
  readonly carrier: (trusted: TrustedDomains) => Carrier;
  readonly publicUrl: string;
  readonly clock: () => Date;
  readonly log: (line: string) => void;
}

/** What only the composition needs. */
export interface RunningMessaging extends Messaging {
  /** What follows an arrival, by topic. */
  readonly handlers: Readonly<Record<string, (message: OutboxMessage) => Promise<void>>>;
  close(): Promise<void>;
}

/** Composes secure messaging. What arrives is filed, told to its conversation and answered, in this order, by one job; each accepts it twice. */
export async function openMessaging(deps: MessagingDeps): Promise<RunningMessaging> {
  const { store, trace, ins, directory, rights, documents, domains, publicUrl, clock, log } = deps;
  const mailboxes = openMailboxes({ store, trace, ins, directory, rights, domains });
  const mail = openMail({ store, trace, log });
  const trusted = await openTrusted({ store, trace, clock, log });
  const { elsewhere } = trusted;
  const routes = { citizens: openCitizenRoute({ store, ins, rights, mailboxes }), elsewhere };
  const isPrivate = openPrivacy(store);
  const post = openPost({ ground: mail.ground, mailboxes, routes, isPrivate, inspect: inspectArchive });
  const reporter = new URL(publicUrl).hostname;
  const postmaster = `postmaster@${domains.professionals}`;
  const outgoing = openOutgoing({
    store,
    trace,
    mailboxes,
    mail,
    post: () => post,
    carrier: deps.carrier(trusted),
    trusted: async (domain) => trusted.of(domain) !== undefined,
    clock,
    log,
    reporter,
    postmaster,
  });
  const reports = openReports({ store, mailboxes, mail, post, clock, log, reporter, product: productReference });
  const exchange = openExchange({ store, trace, ins, directory, rights, documents, mailboxes, mail, post, reports, clock });
  const conversations = openConversations({
    store,
    trace,
    ins,
    rights,
    mailboxes,
    mail,
    post,
    elsewhere,
    filesOf: openDocumentFiles({ documents, ins, rights }),
    notices: deps.notices,
    emailOf: deps.emailOf,
    publicUrl,
    clock,
    log,
  });
  const arrived = async ({ record, payload }: OutboxMessage): Promise<void> => {
    const content = Number(payload.content);
    await exchange.look(record, content);
    await conversations.told(record, content);
    await reports.read(record, content);
    await reports.answerAbsence(record, content);
  };
  let again: NodeJS.Timeout | undefined;
  // It is also heard when the connection was lost and is there again, before PostgreSQL answers: then it is asked a little later.
  const follow = (): void => {
    clearTimeout(again);
    trusted.refresh().catch(() => {
      again = setTimeout(follow, 5000).unref();
    });
  };
  const silence = await store.listen(trustedChannel, follow);
  return {
    mailboxes,
    mail,
    post,
    outgoing,
    reports,
    figures: openFigures({ store }),
    exchange,
    conversations,
    templates: openTemplates(store),
    trusted,
    handlers: { [arrivedTopic]: arrived },
    async close() {
      await silence();
      clearTimeout(again);
      await outgoing.close();
      await mail.close();
    },
  };
}
