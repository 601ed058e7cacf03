import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { show } from '../../kit/dates.ts';
import { Field } from '../../kit/field.tsx';
import { Status } from '../../kit/status.tsx';
import { type Card, cardSections } from './card.ts';
import { passkeySecret } from './passkey.ts';
import { type SealedCard, unseal } from './seal.ts';

const dayMs = 86_400_000;

/** The card of this device, closed: the phrase or the passkey opens it, here alone. Left, it is closed again. */
export function OpenCard({ sealed }: { sealed: SealedCard }) {
  const { t } = useTranslation('carnet');
  const { lock, at } = sealed;
  const [phrase, setPhrase] = useState('');
  const [state, setState] = useState<'closed' | 'opening' | 'wrong'>('closed');
  const [card, setCard] = useState<Card>();
  const open = async (): Promise<void> => {
    setState('opening');
    try {
      setCard(await unseal(sealed, lock.kind === 'words' ? phrase : await passkeySecret(lock.credential, lock.salt)));
      setState('closed');
    } catch {
      setState('wrong');
    }
    setPhrase('');
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void open();
  };
  if (card) return <OpenedCard card={card} at={at} onClose={() => setCard(undefined)} />;
  const isWords = lock.kind === 'words';
  const wrong = state === 'wrong' ? t(isWords ? 'emergency.wrong' : 'emergency.wrongPasskey') : undefined;
  return (
    <form className="card" noValidate onSubmit={submit} aria-labelledby="locked">
      <h2 id="locked">{t('emergency.locked')}</h2>
      <p>{t('emergency.made', { date: show(at, 'day') })}</p>
      {isWords && <Field id="phrase" type="password" label={t('emergency.phrase')} value={phrase} onChange={setPhrase} />}
      <Status tone="danger">{wrong && <p>{wrong}</p>}</Status>
      <Button look="main" type="submit" isDisabled={state === 'opening'}>
        {t(state === 'opening' ? 'emergency.opening' : isWords ? 'emergency.open' : 'emergency.openPasskey')}
      </Button>
    </form>
  );
}

function OpenedCard({ card: { name, lines, note }, at, onClose }: { card: Card; at: string; onClose: () => void }) {
  const { t } = useTranslation('carnet');
  const days = Math.max(0, Math.floor((Date.now() - Date.parse(at)) / dayMs));
  return (
    <section className="card emergency" aria-labelledby="opened">
      <h2 id="opened">{t('emergency.opened', { name })}</h2>
      <p className={days > 90 ? 'emergency-old' : 'hint'}>{t('emergency.age', { count: days, date: show(at, 'day') })}</p>
      {cardSections.map((section) => {
        const here = lines.filter((line) => line.section === section);
        if (here.length === 0) return null;
        return (
          <section key={section} aria-labelledby={`emergency-${section}`}>
            <h3 id={`emergency-${section}`}>{t(`emergency.sections.${section}`)}</h3>
            <ul>
              {here.map((line) => (
                <li key={line.key}>
                  <strong>{line.label}</strong>
                  {line.detail !== '' && `, ${line.detail}`}{' '}
                  {line.severe && (
                    <Badge tone="danger" icon="warning">
                      {t('emergency.severe')}
                    </Badge>
                  )}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {note !== '' && <p className="note-words">{note}</p>}
      <p className="actions screen-only">
        <Button autoFocus onPress={onClose}>
          {t('emergency.close')}
        </Button>
      </p>
    </section>
  );
}
