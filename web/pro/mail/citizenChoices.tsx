import { useTranslation } from 'react-i18next';
import { Choice } from '../../kit/field.tsx';
import type { Letter } from './shapes.ts';

/** What is decided with a message to a citizen: whether they may answer, and who else sees it. */
export function ToCitizen({ letter, onChange }: { letter: Letter; onChange: (part: Partial<Letter>) => void }) {
  const { t } = useTranslation('pro');
  const choices = [
    ['no', 'finalNo'],
    ['this', 'finalThis'],
    ['all', 'finalAll'],
  ] as const;
  return (
    <>
      <fieldset>
        <legend>{t('mail.letter.final')}</legend>
        {choices.map(([final, words]) => (
          <Choice
            key={final}
            type="radio"
            name="final"
            label={t(`mail.letter.${words}`)}
            checked={letter.final === final}
            onChange={() => onChange({ final })}
          />
        ))}
      </fieldset>
      <Choice
        type="checkbox"
        name="alone"
        label={t('mail.letter.alone')}
        hint={t('mail.letter.aloneHint')}
        checked={letter.alone}
        onChange={(alone) => onChange({ alone })}
      />
    </>
  );
}
