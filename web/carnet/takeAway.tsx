import { useTranslation } from 'react-i18next';
import { Icon } from '../kit/icon.tsx';
import { FileLink } from '../kit/linkButton.tsx';

/** As many documents as the server puts into one archive. */
const most = 48;

/** The documents shown, to take away as an archive that other health software reads and that opens in a browser. */
export function TakeAway({ category, count }: { category: string | undefined; count: number }) {
  const { t } = useTranslation('carnet');
  if (count === 0) return null;
  const address = category === undefined ? '/api/carnet/xdm' : `/api/carnet/xdm?category=${encodeURIComponent(category)}`;
  return (
    <div className="card">
      {count > most ? (
        <p>{t('archive.tooMany', { most })}</p>
      ) : (
        <p>
          <FileLink href={address} name="IHE_XDM.zip">
            <Icon name="download" /> {t(category === undefined ? 'archive.all' : 'archive.category')}
          </FileLink>
        </p>
      )}
      <p className="hint">{t('archive.hint')}</p>
    </div>
  );
}
