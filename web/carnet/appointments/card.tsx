import { useTranslation } from 'react-i18next';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { show, today } from '../../kit/dates.ts';
import { FileLink } from '../../kit/linkButton.tsx';
import type { Appointment } from './shapes.ts';

interface CardProps {
  readonly appointment: Appointment;
  readonly isPast: boolean;
  readonly mayBook: boolean;
  readonly onChange: (appointment: Appointment) => void;
  readonly onRemove: (appointment: Appointment) => void;
}

/** One appointment: when, with whom, where, and what to do with it. */
export function AppointmentCard({ appointment, isPast, mayBook, onChange, onRemove }: CardProps) {
  const { t } = useTranslation('carnet');
  const { id, at, cancelled, place, reason, note, own } = appointment;
  const day = show(at, 'weekday');
  const name = appointment.with ?? reason ?? day;
  const near = nearness(at);
  return (
    <li className={cancelled ? 'card appointment appointment-off' : 'card appointment'}>
      <div className="appointment-head">
        <h3>
          <time dateTime={at}>
            {day} {t('appointments.at', { time: show(at, 'time') })}
          </time>
        </h3>
        {cancelled && (
          <Badge tone="danger" icon="blocked">
            {t('appointments.cancelled')}
          </Badge>
        )}
        {!cancelled && near && (
          <Badge tone="attention" icon="later">
            {t(near)}
          </Badge>
        )}
      </div>
      {appointment.with && <p className="appointment-with">{appointment.with}</p>}
      <dl className="appointment-facts">
        {place && <Fact name={t('appointments.place')} words={place} />}
        {reason && <Fact name={t('appointments.reason')} words={reason} />}
        {note && <Fact name={t('appointments.note')} words={note} />}
      </dl>
      <p className="hint">{t(own ? 'appointments.byYou' : 'appointments.byData')}</p>
      <div className="actions">
        {!isPast && !cancelled && (
          <FileLink href={`/api/carnet/appointments/${encodeURIComponent(id)}/ics`} name={t('appointments.icsName')}>
            {t('appointments.ics')}
            <span className="for-readers">, {name}</span>
          </FileLink>
        )}
        {own && mayBook && (
          <>
            <Button aria-label={`${t('appointments.change')}, ${name}`} onPress={() => onChange(appointment)}>
              {t('appointments.change')}
            </Button>
            <Button look="quiet" aria-label={`${t('appointments.remove')}, ${name}`} onPress={() => onRemove(appointment)}>
              {t('appointments.remove')}
            </Button>
          </>
        )}
      </div>
    </li>
  );
}

function Fact({ name, words }: { name: string; words: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd lang="fr">{words}</dd>
    </div>
  );
}

/** Today and tomorrow are said so, on the reader's calendar. */
function nearness(at: string): 'appointments.today' | 'appointments.tomorrow' | undefined {
  const begin = new Date(at);
  const day = new Date(begin.getTime() - begin.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const next = new Date(`${today()}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  if (day === today()) return 'appointments.today';
  return day === next.toISOString().slice(0, 10) ? 'appointments.tomorrow' : undefined;
}
