import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { Failed, Loaded } from '../../kit/loaded.tsx';
import '../frame.css';
import { profilesQuery } from '../queries.ts';
import { Sign } from './sign.tsx';
import { useActing } from './useActing.ts';

/** The carnets that one may open besides one’s own. */
export function ProfileList() {
  const { t } = useTranslation('carnet');
  const query = useQuery(profilesQuery);
  const act = useActing();
  return (
    <Loaded query={query}>
      {({ others, acting }) => (
        <>
          {others.length === 0 && <p>{t('profiles.none')}</p>}
          <ul className="plain">
            {others.map(({ id, name, kind, minor }) => (
              <li key={id}>
                <p className="with-icon">
                  <Sign name={name} />
                  <span>
                    <strong>{name}</strong>,{' '}
                    {t(kind === 'adult' ? 'profiles.adult' : minor ? 'profiles.child' : 'profiles.legal')}
                  </span>
                </p>
                {id === acting ? (
                  <p>{t('profiles.now')}</p>
                ) : (
                  <Button aria-label={t('profiles.openOf', { name })} isDisabled={act.isPending} onPress={() => act.mutate(id)}>
                    {t('profiles.open')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {act.isError && <Failed error={act.error} />}
        </>
      )}
    </Loaded>
  );
}
