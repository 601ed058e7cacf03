import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { useSignOut } from '../../kit/session.ts';

/** The way out. */
export function Leave() {
  const { t } = useTranslation('carnet');
  const { leave, failure } = useSignOut();
  return (
    <>
      {failure !== undefined && <Failed error={failure} />}
      <p>
        <Button onPress={() => void leave()}>{t('signOut', { ns: 'kit' })}</Button>
      </p>
    </>
  );
}
