import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { api } from '../../kit/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Choice, Field } from '../../kit/field.tsx';
import { Failed, Loaded } from '../../kit/loaded.tsx';
import { LongField } from '../../kit/longField.tsx';
import { MailFrame } from './mailFrame.tsx';
import { mailBase, templatesQuery } from './queries.ts';
import type { MailboxInfo, Template } from './shapes.ts';

/** Modèles: the texts that one writes again and again. */
export default function TemplatesPage({ mailbox }: { mailbox: string }) {
  const { t } = useTranslation('pro');
  return (
    <MailFrame mailbox={mailbox} title={t('mail.template.title')}>
      {(info) => <Templates mailbox={info} />}
    </MailFrame>
  );
}

function Templates({ mailbox }: { mailbox: MailboxInfo }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const query = useQuery(templatesQuery(mailbox.id));
  const [edited, setEdited] = useState<Template>();
  const [leaving, setLeaving] = useState<Template>();
  const again = () => client.invalidateQueries({ queryKey: templatesQuery(mailbox.id).queryKey });
  const remove = useMutation({
    mutationFn: ({ id }: Template) => api<undefined>('DELETE', `${mailBase(mailbox.id)}/templates/${id}`),
    onSuccess: async () => {
      announce(t('mail.template.removed'));
      setEdited(undefined);
      await again();
    },
  });
  const mayWrite = mailbox.may !== 'read';
  return (
    <>
      <p>{t('mail.template.lead')}</p>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="card">{t('mail.template.none')}</p>
          ) : (
            <ul className="card rows">
              {items.map((one) => (
                <li key={one.id}>
                  <span className="row-note">
                    <strong>{one.name}</strong>
                  </span>
                  <Badge tone="quiet" icon={one.shared ? 'share' : 'person'}>
                    {t(one.shared ? 'mail.template.shared' : 'mail.template.own')}
                  </Badge>
                  {mayWrite && (
                    <>
                      <Button look="quiet" onPress={() => setEdited(one)}>
                        {t('mail.template.edit', { name: one.name })}
                      </Button>
                      <Button look="quiet" onPress={() => setLeaving(one)}>
                        {t('mail.template.remove', { name: one.name })}
                      </Button>
                    </>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {remove.isError && <Failed error={remove.error} />}
      {mayWrite && (
        <TemplateForm
          key={edited?.id ?? 'new'}
          mailbox={mailbox.id}
          template={edited}
          onDone={async () => {
            announce(t('mail.template.saved'));
            setEdited(undefined);
            await again();
          }}
        />
      )}
      {leaving && (
        <Confirm
          title={t('mail.template.removeTitle')}
          confirm={t('mail.template.remove', { name: leaving.name })}
          look="danger"
          onConfirm={() => {
            remove.mutate(leaving);
            setLeaving(undefined);
          }}
          onClose={() => setLeaving(undefined)}
        >
          <p>{t('mail.template.removeText')}</p>
        </Confirm>
      )}
    </>
  );
}

interface FormProps {
  readonly mailbox: string;
  readonly template: Template | undefined;
  readonly onDone: () => Promise<void>;
}

function TemplateForm({ mailbox, template, onDone }: FormProps) {
  const { t } = useTranslation('pro');
  const [name, setName] = useState(template?.name ?? '');
  const [subject, setSubject] = useState(template?.subject ?? '');
  const [text, setText] = useState(template?.text ?? '');
  const [shared, setShared] = useState(false);
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const save = useMutation({
    mutationFn: () =>
      template === undefined
        ? api<Template>('POST', `${mailBase(mailbox)}/templates`, { name, subject, text, shared })
        : api<Template>('PUT', `${mailBase(mailbox)}/templates/${template.id}`, { name, subject, text }),
    onSuccess: async () => {
      await onDone();
      if (template !== undefined) return;
      setName('');
      setSubject('');
      setText('');
      setShared(false);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const found: FieldFault[] = [];
    if (name.trim() === '') found.push({ field: 'template-name', sentence: t('mail.template.nameEmpty') });
    if (text.trim() === '') found.push({ field: 'template-text', sentence: t('mail.template.textEmpty') });
    setFaults(found);
    if (found.length === 0) save.mutate();
  };
  const id = 'template-form';
  return (
    <form className="card" noValidate aria-labelledby={id} onSubmit={submit}>
      <ErrorSummary faults={faults} />
      <h2 id={id}>{t(template === undefined ? 'mail.template.add' : 'mail.template.editTitle')}</h2>
      <Field
        id="template-name"
        label={t('mail.template.name')}
        error={faultOf(faults, 'template-name')}
        value={name}
        maxLength={80}
        isRequired
        onChange={setName}
      />
      <Field id="template-subject" label={t('mail.template.subject')} value={subject} maxLength={200} onChange={setSubject} />
      <LongField
        id="template-text"
        label={t('mail.template.text')}
        error={faultOf(faults, 'template-text')}
        value={text}
        maxLength={10_000}
        rows={8}
        isRequired
        onChange={setText}
      />
      {template === undefined && (
        <Choice type="checkbox" name="shared" label={t('mail.template.share')} checked={shared} onChange={setShared} />
      )}
      {save.isError && <Failed error={save.error} />}
      <Button type="submit" look="main" isDisabled={save.isPending}>
        {t('mail.template.save')}
      </Button>
    </form>
  );
}
