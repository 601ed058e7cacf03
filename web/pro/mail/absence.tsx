import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { show, today } from '../../kit/dates.ts';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Field } from '../../kit/field.tsx';
import { LongField } from '../../kit/longField.tsx';
import { Notice } from '../../kit/status.tsx';
import type { ChangeSettings, MailboxInfo } from './shapes.ts';

interface AbsenceProps {
  readonly absence: MailboxInfo['absence'];
  readonly isBusy: boolean;
  readonly onChange: ChangeSettings;
}

/** The day of an instant on the reader's calendar, as a field of dates takes it. */
function dayOf(iso: string): string {
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Whole days on the reader's clock: from the first minute of the first to the last of the last. */
export function AbsenceForm({ absence, isBusy, onChange }: AbsenceProps) {
  const { t } = useTranslation('pro');
  const [from, setFrom] = useState(absence === null ? today() : dayOf(absence.from));
  const [until, setUntil] = useState(absence === null ? '' : dayOf(absence.until));
  const [text, setText] = useState(absence?.text ?? '');
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const [start, end] = [new Date(`${from}T00:00:00`), new Date(`${until}T23:59:59`)];
    const found: FieldFault[] = [];
    if (!(start < end) || !(end > new Date())) found.push({ field: 'absence-until', sentence: t('mail.setting.absenceFault') });
    if (text.trim() === '') found.push({ field: 'absence-text', sentence: t('mail.setting.absenceTextFault') });
    setFaults(found);
    if (found.length > 0) return;
    onChange({ absence: { from: start.toISOString(), until: end.toISOString(), text } }, t('mail.setting.absenceSaved'));
  };
  return (
    <form className="card" noValidate aria-labelledby="absence" onSubmit={submit}>
      <ErrorSummary faults={faults} />
      <h2 id="absence">{t('mail.setting.absence')}</h2>
      <p>{t('mail.setting.absenceLead')}</p>
      {absence !== null && (
        <Notice tone="info">
          <p>{t('mail.absent', { until: show(absence.until, 'moment') })}</p>
        </Notice>
      )}
      <Field id="absence-from" type="date" isShort label={t('mail.setting.absenceFrom')} value={from} onChange={setFrom} />
      <Field
        id="absence-until"
        type="date"
        isShort
        label={t('mail.setting.absenceUntil')}
        error={faultOf(faults, 'absence-until')}
        value={until}
        onChange={setUntil}
      />
      <LongField
        id="absence-text"
        label={t('mail.setting.absenceText')}
        hint={t('mail.setting.absenceHint')}
        error={faultOf(faults, 'absence-text')}
        value={text}
        maxLength={2000}
        onChange={setText}
      />
      <div className="actions">
        <Button type="submit" isDisabled={isBusy}>
          {t('mail.setting.absenceSave')}
        </Button>
        {absence !== null && (
          <Button isDisabled={isBusy} onPress={() => onChange({ absence: null }, t('mail.setting.absenceEnded'))}>
            {t('mail.setting.absenceEnd')}
          </Button>
        )}
      </div>
    </form>
  );
}
