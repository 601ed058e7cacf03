import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { JoinFiles } from './joinFiles.tsx';
import type { Draft } from './shapes.ts';

const mostCharacters = 20_000;

interface WriteProps {
  /** Names the form's fields. */
  readonly id: string;
  readonly title: string;
  /** The page bears the same title: it is not written twice. */
  readonly isAlone?: boolean;
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
  /** Fields before the text. */
  readonly before?: ReactNode;
  readonly faultsBefore: (draft: Draft) => readonly FieldFault[];
  readonly onFaults?: (faults: readonly FieldFault[]) => void;
  readonly send: (draft: Draft) => Promise<string>;
  readonly onSent: (id: string) => void;
  readonly onCancel?: () => void;
}

/** Words, photos, documents, and « Envoyer ». What fails stays written. */
export function WriteForm({
  id,
  title,
  isAlone = false,
  draft,
  onChange,
  before,
  faultsBefore,
  onFaults,
  send,
  onSent,
  onCancel,
}: WriteProps) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const sending = useMutation({
    mutationFn: send,
    onSuccess: async (sent) => {
      onSent(sent);
      await Promise.all(
        ['conversations', 'conversation', 'messaging', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const textId = `${id}-text`;
    const wrong = [
      ...faultsBefore(draft),
      ...(draft.text.trim() === '' ? [{ field: textId, sentence: t('messages.compose.textMissing') }] : []),
      ...(draft.text.length > mostCharacters ? [{ field: textId, sentence: t('messages.compose.tooLong') }] : []),
    ];
    setFaults(wrong);
    onFaults?.(wrong);
    if (wrong.length === 0 && !sending.isPending) sending.mutate(draft);
  };
  const fault = faultOf(faults, `${id}-text`);
  return (
    <form noValidate onSubmit={submit} className="card write" aria-label={title}>
      {!isAlone && <h2>{title}</h2>}
      <ErrorSummary faults={faults} />
      {before}
      <div className={fault === undefined ? 'field' : 'field field-wrong'}>
        <label htmlFor={`${id}-text`}>{t('messages.compose.text')}</label>
        <p className="hint" id={`${id}-text-hint`}>
          {t('messages.compose.textHint')}
        </p>
        {fault && (
          <p className="error" id={`${id}-text-error`}>
            {fault}
          </p>
        )}
        <textarea
          id={`${id}-text`}
          rows={5}
          value={draft.text}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-text-hint${fault === undefined ? '' : ` ${id}-text-error`}`}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </div>
      <JoinFiles id={id} draft={draft} onChange={onChange} />
      {sending.isError && <Failed error={sending.error} />}
      <div className="actions">
        <Button type="submit" look="main" isDisabled={sending.isPending}>
          {t(sending.isPending ? 'messages.compose.sending' : 'messages.compose.send')}
        </Button>
        {onCancel && <Button onPress={onCancel}>{t('messages.compose.cancel')}</Button>}
      </div>
      <p className="hint">{t('messages.compose.draft')}</p>
    </form>
  );
}

/** The body of a request for a draft. */
export function bodyOf({ key, text, files, documents }: Draft): object {
  return {
    key,
    text,
    files: files.map(({ name, mediaType, base64 }) => ({ name, mediaType, base64 })),
    documents: documents.map(({ id }) => id),
  };
}
