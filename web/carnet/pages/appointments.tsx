import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { Fold } from '../../kit/fold.tsx';
import { Failed, Loaded } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { Status } from '../../kit/status.tsx';
import '../appointments/appointments.css';
import { AppointmentCard } from '../appointments/card.tsx';
import { FormDialog } from '../appointments/formDialog.tsx';
import { appointmentsQuery, readAgain } from '../appointments/queries.ts';
import type { Appointment } from '../appointments/shapes.ts';
import { Back } from '../back.tsx';

type Asking = { readonly is: 'add' } | { readonly is: 'change' | 'remove'; readonly appointment: Appointment };

/** Rendez-vous: those to come first, the past ones folded. */
export default function AppointmentsPage() {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const query = useQuery(appointmentsQuery);
  const [asking, setAsking] = useState<Asking>();
  const [told, setTold] = useState('');
  const close = () => setAsking(undefined);
  const done = (sentence: string) => {
    close();
    setTold(sentence);
  };
  const remove = useMutation({
    mutationFn: ({ id }: Appointment) => api<void>('DELETE', `/api/carnet/appointments/${encodeURIComponent(id)}`),
    onSuccess: async () => {
      await readAgain(client);
      done(t('appointments.removed'));
    },
  });
  return (
    <Page title={t('nav.appointments')} space={t('space')} before={<Back to="/sante" />} lead={t('appointments.lead')}>
      <Status tone="done">{told && <p>{told}</p>}</Status>
      <p className="appointment-add">
        {query.data?.mayBook !== false && (
          <Button look="main" onPress={() => setAsking({ is: 'add' })}>
            {t('appointments.add')}
          </Button>
        )}
      </p>
      <div className="appointments">
        <Loaded query={query}>
          {({ items, mayBook }) => (
            <Lists
              items={items}
              mayBook={mayBook}
              onChange={(appointment) => setAsking({ is: 'change', appointment })}
              onRemove={(appointment) => setAsking({ is: 'remove', appointment })}
            />
          )}
        </Loaded>
      </div>
      {asking?.is === 'add' && <FormDialog onKept={() => done(t('appointments.kept'))} onClose={close} />}
      {asking?.is === 'change' && (
        <FormDialog appointment={asking.appointment} onKept={() => done(t('appointments.kept'))} onClose={close} />
      )}
      {asking?.is === 'remove' && (
        <Confirm
          title={t('appointments.removeTitle')}
          confirm={t('appointments.remove')}
          look="danger"
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate(asking.appointment)}
          onClose={close}
        >
          <p>{t('appointments.removeText')}</p>
          {remove.isError && <Failed error={remove.error} />}
        </Confirm>
      )}
    </Page>
  );
}

interface ListsProps {
  readonly items: readonly Appointment[];
  readonly mayBook: boolean;
  readonly onChange: (appointment: Appointment) => void;
  readonly onRemove: (appointment: Appointment) => void;
}

function Lists({ items, mayBook, onChange, onRemove }: ListsProps) {
  const { t } = useTranslation('carnet');
  const now = new Date().toISOString();
  const next = items.filter(({ until }) => until >= now);
  const past = items.filter(({ until }) => until < now).reverse();
  const list = (some: readonly Appointment[], isPast: boolean) => (
    <ul className="appointment-list">
      {some.map((one) => (
        <AppointmentCard
          key={one.id}
          appointment={one}
          isPast={isPast}
          mayBook={mayBook}
          onChange={onChange}
          onRemove={onRemove}
        />
      ))}
    </ul>
  );
  return (
    <>
      <section aria-labelledby="appointments-next">
        <h2 id="appointments-next">{t('appointments.next')}</h2>
        {next.length === 0 ? <p className="card">{t('appointments.noNext')}</p> : list(next, false)}
      </section>
      {past.length > 0 && (
        <Fold isCard title={t('appointments.past', { count: past.length })}>
          {list(past, true)}
        </Fold>
      )}
    </>
  );
}
