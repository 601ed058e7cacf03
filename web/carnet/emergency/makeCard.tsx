import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Checkboxes } from '../../kit/checkboxes.tsx';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Field } from '../../kit/field.tsx';
import { Loaded } from '../../kit/loaded.tsx';
import { LongField } from '../../kit/longField.tsx';
import { Radios } from '../../kit/radios.tsx';
import { takesFocus } from '../focus.ts';
import { profilesQuery } from '../queries.ts';
import { type CardLine, cardLines, cardSections, chosenAtFirst, longestNote, type ProfileLineLike } from './card.ts';
import { hasPasskeyKeys, makePasskey, passkeySecret } from './passkey.ts';
import { fewestLetters, passkeyLock, type SealedCard, seal, wordsLock } from './seal.ts';

interface MakeProps {
  readonly onKeep: (card: SealedCard) => Promise<void>;
  readonly onClose: () => void;
}

/** The card is made from the profile as it is now: read, chosen from, sealed on this device. */
export function MakeCard(props: MakeProps) {
  const profile = useQuery({
    queryKey: ['profile'],
    queryFn: () => api<{ readonly lines: readonly ProfileLineLike[] }>('GET', '/api/carnet/profile'),
  });
  const profiles = useQuery(profilesQuery);
  return (
    <Loaded query={profile}>
      {({ lines }) => (
        <Loaded query={profiles}>
          {({ own, others, acting }) => (
            <CardForm {...props} lines={cardLines(lines)} name={others.find(({ id }) => id === acting)?.name ?? own.name} />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

type LockKind = 'words' | 'passkey';

function CardForm({ onKeep, onClose, lines, name }: MakeProps & { lines: readonly CardLine[]; name: string }) {
  const { t } = useTranslation('carnet');
  const [chosen, setChosen] = useState<readonly string[]>(() => chosenAtFirst(lines));
  const [note, setNote] = useState('');
  const [lock, setLock] = useState<LockKind>('words');
  const [phrase, setPhrase] = useState('');
  const [again, setAgain] = useState('');
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [isBusy, setBusy] = useState(false);
  const hasPasskeys = usePasskeys();

  const wrong = (): FieldFault[] => {
    if (chosen.length === 0 && note.trim() === '') return [{ field: 'card-note', sentence: t('emergency.faultEmpty') }];
    if (lock === 'passkey') return [];
    if (phrase.trim().length < fewestLetters)
      return [{ field: 'card-phrase', sentence: t('emergency.faultShort', { fewest: fewestLetters }) }];
    return phrase === again ? [] : [{ field: 'card-again', sentence: t('emergency.faultAgain') }];
  };
  const make = async (): Promise<void> => {
    const card = { name, note: note.trim(), lines: lines.filter(({ key }) => chosen.includes(key)) };
    const at = new Date().toISOString();
    if (lock === 'words') return onKeep(await seal(card, wordsLock(), phrase, at));
    const salt = crypto.getRandomValues(new Uint8Array(32));
    const credential = await makePasskey(t('emergency.title'));
    if (credential === undefined) throw new Error('no such keys');
    await onKeep(await seal(card, passkeyLock(credential, salt), await passkeySecret(credential, salt), at));
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const found = wrong();
    setFaults(found);
    if (found.length > 0) return;
    setBusy(true);
    make()
      .catch(() => setFaults([{ field: lock === 'passkey' ? 'card-lock' : 'card-phrase', sentence: t(failed[lock]) }]))
      .finally(() => setBusy(false));
  };
  return (
    <form className="card" noValidate onSubmit={submit}>
      <ErrorSummary faults={faults} />
      <h2 tabIndex={-1} ref={takesFocus}>
        {t('emergency.lines')}
      </h2>
      <p className="hint">{t(lines.length === 0 ? 'emergency.noLines' : 'emergency.linesHint')}</p>
      {cardSections.map((section) => {
        const here = lines.filter((line) => line.section === section);
        if (here.length === 0) return null;
        const others = chosen.filter((key) => !here.some((line) => line.key === key));
        return (
          <Checkboxes
            key={section}
            id={`card-${section}`}
            label={t(`emergency.sections.${section}`)}
            value={chosen}
            onChange={(picked) => setChosen([...others, ...picked.filter((key) => here.some((line) => line.key === key))])}
            options={here.map((line) => ({
              value: line.key,
              label: [line.label, line.detail, line.severe ? t('emergency.severe') : ''].filter(Boolean).join(', '),
            }))}
          />
        );
      })}
      <LongField
        id="card-note"
        label={t('emergency.note')}
        hint={t('emergency.noteHint')}
        error={faultOf(faults, 'card-note')}
        value={note}
        maxLength={longestNote}
        rows={3}
        onChange={setNote}
      />
      {hasPasskeys && (
        <Radios<LockKind>
          id="card-lock"
          label={t('emergency.lock')}
          error={faultOf(faults, 'card-lock')}
          value={lock}
          options={[
            { value: 'words', label: t('emergency.byWords') },
            { value: 'passkey', label: t('emergency.byPasskey') },
          ]}
          onChange={setLock}
        />
      )}
      {lock === 'words' && (
        <>
          <Field
            id="card-phrase"
            type="password"
            autoComplete="new-password"
            label={t('emergency.phrase')}
            hint={t('emergency.phraseHint', { fewest: fewestLetters })}
            error={faultOf(faults, 'card-phrase')}
            value={phrase}
            maxLength={200}
            onChange={setPhrase}
          />
          <Field
            id="card-again"
            type="password"
            autoComplete="new-password"
            label={t('emergency.again')}
            error={faultOf(faults, 'card-again')}
            value={again}
            maxLength={200}
            onChange={setAgain}
          />
        </>
      )}
      <div className="actions">
        <Button look="main" type="submit" isDisabled={isBusy}>
          {t(isBusy ? 'emergency.wait' : 'emergency.keep')}
        </Button>
        <Button onPress={onClose}>{t('cancel', { ns: 'kit' })}</Button>
      </div>
    </form>
  );
}

const failed = { words: 'emergency.unkept', passkey: 'emergency.faultPasskey' } as const;

function usePasskeys(): boolean {
  const [has, setHas] = useState(false);
  useEffect(() => {
    void hasPasskeyKeys().then(setHas);
  }, []);
  return has;
}
