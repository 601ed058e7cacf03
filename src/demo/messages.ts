import { displayName } from '#directory';
import type { Documents } from '#documents';
import type { Ins } from '#ins';
import type { Call, Professional } from '#kernel';
import { compose, type Mailbox, type Messaging } from '#messaging';
import { loginOf } from './login.ts';
import type { DemoProfessional } from './professionals.ts';
import type { CareTie, Territory } from './territory.ts';

export interface Correspondence {
  readonly messaging: Pick<Messaging, 'mailboxes' | 'post' | 'exchange'>;
  readonly ins: Pick<Ins, 'byMatricule'>;
  readonly documents: Pick<Documents, 'list'>;
}

/**
 * A few letters for whoever tries the messages first: between two professionals who know the same person, one with a document of that person,
 * and one to the person, who may answer. Of the first three people with a story and two professionals or more.
 */
export async function writeDemoMessages(deps: Correspondence, territory: Territory): Promise<void> {
  const known = territory.people.filter(({ note }) => note !== undefined);
  let written = 0;
  for (const person of known) {
    const ties = territory.careTeams.filter((tie) => tie.person === person);
    const [writer, reader] = ties;
    if (writer === undefined || reader === undefined || written === 3) continue;
    await write(deps, territory, writer, reader);
    written += 1;
  }
}

async function write(deps: Correspondence, territory: Territory, writer: CareTie, reader: CareTie): Promise<void> {
  const { mailboxes, post, exchange } = deps.messaging;
  const call = callOf(territory, writer.professional);
  const permit = await mailboxes.enter(call, addressOf(mailboxes, writer.professional), 'write');
  const to = addressOf(mailboxes, reader.professional);
  const from = permit.mailbox;
  const { person } = writer;
  const greeting = `${displayName(reader.professional)},`;
  const letter = await compose({
    from: named(from),
    to: [{ name: displayName(reader.professional), address: to }],
    subject: 'Vos créneaux de la semaine prochaine',
    text: `${greeting}\n\nAvez-vous un créneau la semaine prochaine pour un de nos patients communs ? Mardi ou jeudi nous conviendraient.\n\n${from.name}`,
    date: call.at,
  });
  await post.send(permit, { recipients: [{ address: to }], bytes: letter, keepIn: 'sent' });
  const identity = await deps.ins.byMatricule(person.oid, person.matricule);
  if (identity === undefined) return;
  const { items } = await deps.documents.list(call, identity.record, { limit: 1 });
  const [document] = items;
  if (document !== undefined)
    await exchange.send(permit, {
      documents: [document.id],
      recipients: [to],
      text: `${greeting}\n\nVoici le document dont nous avons parlé.\n\n${from.name}`,
      wantReceipt: true,
    });
  const citizen = `${person.matricule}@${mailboxes.domains.citizens}`;
  const word = await compose({
    from: named(from),
    to: [{ name: `${person.usedGiven} ${person.usedFamily}`, address: citizen }],
    subject: 'Votre prochain rendez-vous',
    text: `Bonjour,\n\nPensez à apporter vos derniers résultats à notre prochain rendez-vous. Vous pouvez me répondre ici.\n\n${from.name}`,
    date: call.at,
  });
  await post.send(permit, { recipients: [{ address: citizen }], bytes: word, keepIn: 'sent' });
}

const named = ({ name, address }: Mailbox) => ({ name, address });

function addressOf({ domains }: Messaging['mailboxes'], { given, family }: DemoProfessional): string {
  return `${loginOf(given, family)}@${domains.professionals}`;
}

function callOf({ structures }: Territory, one: DemoProfessional): Call {
  const structure = structures.find(({ id }) => id === one.structureId);
  const actor: Professional = {
    kind: 'professional',
    id: one.id,
    name: displayName(one),
    profession: one.profession,
    structure: { id: one.structureId, name: structure?.name ?? '' },
    software: 'territoire',
  };
  return { actor, at: new Date(), requestId: 'territoire' };
}
