import { randomUUID } from 'node:crypto';
import { Refusal } from '#kernel';
import type { Store } from '#store';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { notAllowed } from '../mailboxes/refusals.ts';
import { addTemplate, changeTemplate, dropTemplate, templatesOf } from './templates.sql.ts';

/** A text to begin a message with. `{patient}` and `{date}` in it are filled by whoever writes: here they are letters like others. */
export interface Template {
  readonly id: string;
  /** Seen by everybody who holds the mailbox; otherwise by who wrote it alone. */
  readonly shared: boolean;
  readonly name: string;
  readonly subject: string;
  readonly text: string;
  readonly changedAt: Date;
}

export type TemplateWords = Pick<Template, 'name' | 'subject' | 'text'>;

export const templateLimits = { name: 80, subject: 200, text: 10_000, ofAnOwner: 100 } as const;

export interface Templates {
  /** One's own in this mailbox, then the mailbox's. */
  list(permit: MailboxPermit): Promise<readonly Template[]>;
  /** Refuses `messaging.not-allowed` without the right to write, `messaging.malformed-template`, `messaging.too-many-templates`. */
  add(permit: MailboxPermit, words: TemplateWords, shared: boolean): Promise<Template>;
  /** Refuses the same, and `messaging.no-template` for what is not there or is another person's. */
  change(permit: MailboxPermit, id: string, words: TemplateWords): Promise<Template>;
  remove(permit: MailboxPermit, id: string): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly subject: string;
  readonly body: string;
  readonly changed_at: Date;
}

/** Templates kept in the home of each mailbox. Nothing of a patient belongs in one, and nothing of them is traced. */
export function openTemplates(store: Pick<Store, 'query'>): Templates {
  return {
    async list({ mailbox, call }) {
      const rows = await store.query<Row>(templatesOf, [mailbox.id, ownerOf(call.actor), 2 * templateLimits.ofAnOwner]);
      return rows.map((row) => ({
        id: row.id,
        shared: row.owner === '',
        name: row.name,
        subject: row.subject,
        text: row.body,
        changedAt: row.changed_at,
      }));
    },
    async add(permit, given, shared) {
      mayWrite(permit);
      const { mailbox, call } = permit;
      const words = checked(given);
      const id = randomUUID();
      const owner = shared ? '' : ownerOf(call.actor);
      const values = [mailbox.id, id, owner, words.name, words.subject, words.text, call.at, templateLimits.ofAnOwner];
      if ((await store.query(addTemplate, values)).length === 0) throw tooMany();
      return { id, shared, ...words, changedAt: call.at };
    },
    async change(permit, id, given) {
      mayWrite(permit);
      const { mailbox, call } = permit;
      const words = checked(given);
      const values = [mailbox.id, known(id), ownerOf(call.actor), words.name, words.subject, words.text, call.at];
      const [row] = await store.query<{ owner: string }>(changeTemplate, values);
      if (row === undefined) throw noTemplate();
      return { id, shared: row.owner === '', ...words, changedAt: call.at };
    },
    async remove(permit, id) {
      mayWrite(permit);
      const values = [permit.mailbox.id, known(id), ownerOf(permit.call.actor)];
      if ((await store.query(dropTemplate, values)).length === 0) throw noTemplate();
    },
  };
}

function ownerOf(actor: MailboxPermit['call']['actor']): string {
  return actor.kind === 'professional' || actor.kind === 'software' ? `${actor.kind}:${actor.id}` : 'nobody';
}

function mayWrite({ may }: MailboxPermit): void {
  if (may === 'read') throw notAllowed();
}

function known(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw noTemplate();
  return id;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/;

function checked({ name, subject, text }: TemplateWords): TemplateWords {
  const given = { name: name.trim(), subject: subject.trim(), text: text.replaceAll('\r\n', '\n') };
  for (const at of ['name', 'subject', 'text'] as const) {
    const value = given[at];
    const isLine = at !== 'text';
    if (value.length > templateLimits[at] || controls.test(value) || (isLine && /[\t\n]/.test(value)) || !value.isWellFormed())
      throw malformedTemplate(at);
  }
  if (given.name === '') throw malformedTemplate('name');
  if (given.text.trim() === '') throw malformedTemplate('text');
  return given;
}

const malformedTemplate = (at: 'name' | 'subject' | 'text'): Refusal =>
  new Refusal(
    'messaging.malformed-template',
    {
      fr: `Un modèle a un nom (${templateLimits.name} caractères au plus), un objet (${templateLimits.subject}) et un texte (${templateLimits.text}) : corrigez-le.`,
      en: `A template has a name (at most ${templateLimits.name} characters), a subject (${templateLimits.subject}) and a text (${templateLimits.text}): correct it.`,
    },
    { at },
  );
const noTemplate = (): Refusal =>
  new Refusal('messaging.no-template', {
    fr: 'Ce modèle n’existe plus, ou il est à une autre personne.',
    en: 'This template is no more, or it is another person’s.',
  });
const tooMany = (): Refusal =>
  new Refusal('messaging.too-many-templates', {
    fr: `Il y a déjà ${templateLimits.ofAnOwner} modèles : supprimez ceux qui ne servent plus.`,
    en: `There are ${templateLimits.ofAnOwner} templates already: delete those of no use any more.`,
  });
