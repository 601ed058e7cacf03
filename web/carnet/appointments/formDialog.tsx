import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { DateField } from '../../kit/dateField.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Field } from '../../kit/field.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { LongField } from '../../kit/longField.tsx';
import { NumberField } from '../../kit/numberField.tsx';
import { Switch } from '../../kit/switch.tsx';
import { type Draft, draftOf, wishOf } from './draft.ts';
import { readAgain } from './queries.ts';
import type { Appointment } from './shapes.ts';
import { WhoField } from './whoField.tsx';

interface FormDialogProps {
  /** The one to change; absent for a new one. */
  readonly appointment?: Appointment;
  readonly onKept: () => void;
  readonly onClose: () => void;
}

/** An appointment that the person enters, or changes. */
export function FormDialog({ appointment, onKept, onClose }: FormDialogProps) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => draftOf(appointment));
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const put = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const keep = useMutation({
    mutationFn: () =>
      appointment === undefined
        ? api<object>('POST', '/api/carnet/appointments', wishOf(draft))
        : api<object>('PUT', `/api/carnet/appointments/${encodeURIComponent(appointment.id)}`, wishOf(draft)),
    onSuccess: async () => {
      await readAgain(client);
      onKept();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { day, time, minutes } = draft;
    const found = [
      ...(day === '' ? [{ field: 'appointment-day', sentence: t('appointments.dayWrong') }] : []),
      ...(/^\d\d:\d\d/.test(time) ? [] : [{ field: 'appointment-time', sentence: t('appointments.timeWrong') }]),
      ...(draft.with.trim() === '' && draft.reason.trim() === ''
        ? [{ field: 'appointment-with', sentence: t('appointments.withWrong') }]
        : []),
      ...(Number.isInteger(minutes) && minutes >= 5 && minutes <= 1440
        ? []
        : [{ field: 'appointment-minutes', sentence: t('appointments.minutesWrong') }]),
    ];
    setFaults(found);
    if (found.length === 0) keep.mutate();
  };
  return (
    <Dialog title={t(appointment === undefined ? 'appointments.addTitle' : 'appointments.changeTitle')} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <ErrorSummary faults={faults} />
        <div className="appointment-when">
          <DateField
            id="appointment-day"
            label={t('appointments.day')}
            value={draft.day}
            error={faultOf(faults, 'appointment-day')}
            onChange={(day) => put({ day })}
          />
          <Field
            id="appointment-time"
            label={t('appointments.time')}
            type="time"
            value={draft.time}
            isShort
            error={faultOf(faults, 'appointment-time')}
            onChange={(time) => put({ time })}
          />
          <NumberField
            id="appointment-minutes"
            label={t('appointments.minutes')}
            value={draft.minutes}
            minValue={5}
            maxValue={1440}
            step={5}
            error={faultOf(faults, 'appointment-minutes')}
            onChange={(minutes) => put({ minutes })}
          />
        </div>
        <WhoField
          name={draft.with}
          professional={draft.professional}
          error={faultOf(faults, 'appointment-with')}
          onChange={(name, professional) => put({ with: name, professional })}
        />
        <Field
          id="appointment-place"
          label={t('appointments.place')}
          hint={t('appointments.placeHint')}
          value={draft.place}
          maxLength={200}
          onChange={(place) => put({ place })}
        />
        <Field
          id="appointment-reason"
          label={t('appointments.reason')}
          hint={t('appointments.reasonHint')}
          value={draft.reason}
          maxLength={200}
          onChange={(reason) => put({ reason })}
        />
        <LongField
          id="appointment-note"
          label={t('appointments.note')}
          hint={t('appointments.noteHint')}
          value={draft.note}
          maxLength={1000}
          rows={3}
          onChange={(note) => put({ note })}
        />
        {appointment !== undefined && (
          <Switch
            label={t('appointments.wasCancelled')}
            isSelected={draft.cancelled}
            onChange={(cancelled) => put({ cancelled })}
          />
        )}
        {keep.isError && <Failed error={keep.error} />}
        <div className="actions">
          <Button type="submit" look="main" isDisabled={keep.isPending}>
            {t('appointments.save')}
          </Button>
          <Button onPress={onClose}>{t('appointments.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
