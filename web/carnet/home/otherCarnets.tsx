import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Failed } from '../../kit/loaded.tsx';
import { Press } from '../../kit/press.tsx';
import { profilesQuery } from '../queries.ts';
import { Sign } from '../relatives/sign.tsx';
import { useActing } from '../relatives/useActing.ts';

/** The carnets of those for whom one may act, one tap each; nothing for who acts for nobody. */
export function OtherCarnets() {
  const { t } = useTranslation('carnet');
  const profiles = useQuery(profilesQuery).data;
  const act = useActing();
  const others = profiles?.others.filter(({ id }) => id !== profiles.acting) ?? [];
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="others" className="card">
      <h2 id="others">{t('home.others')}</h2>
      <ul className="carnet-people">
        {others.map(({ id, name }) => (
          <li key={id}>
            <Press isDisabled={act.isPending} onPress={() => act.mutate(id)}>
              <Sign name={name} /> {name}
            </Press>
          </li>
        ))}
      </ul>
      {act.isError && <Failed error={act.error} />}
    </section>
  );
}
