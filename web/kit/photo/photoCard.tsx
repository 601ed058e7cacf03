import { useTranslation } from 'react-i18next';
import { Button } from '../button.tsx';
import { Switch } from '../switch.tsx';
import type { Photo } from './photo.ts';
import { useAddress } from './useAddress.ts';

interface CardProps {
  readonly photo: Photo;
  readonly number: number;
  readonly count: number;
  readonly onCrop: () => void;
  readonly onTurn: () => void;
  readonly onLight: (light: boolean) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** One page as it will be sent, and what can be done with it. */
export function PhotoCard({ photo, number, count, onCrop, onTurn, onLight, onMove, onRemove }: CardProps) {
  const { t } = useTranslation();
  const address = useAddress(photo.page);
  const page = t('photo.page', { number, count });
  const named = (does: string): string => `${does} – ${page}`;
  return (
    <li className="photo-card" data-key={photo.key}>
      <p className="photo-number">{page}</p>
      <div className="photo-sheet">{address !== undefined && <img src={address} alt={page} />}</div>
      <div className="photo-acts">
        <Button aria-label={named(t('photo.crop'))} onPress={onCrop}>
          {t('photo.crop')}
        </Button>
        <Button aria-label={named(t('photo.turn'))} onPress={onTurn}>
          {t('photo.turn')}
        </Button>
        {number > 1 && (
          <Button look="quiet" aria-label={named(t('photo.before'))} onPress={() => onMove(-1)}>
            {t('photo.before')}
          </Button>
        )}
        {number < count && (
          <Button look="quiet" aria-label={named(t('photo.after'))} onPress={() => onMove(1)}>
            {t('photo.after')}
          </Button>
        )}
        <Button look="quiet" aria-label={named(t('photo.remove'))} onPress={onRemove}>
          {t('photo.remove')}
        </Button>
        <Switch label={t('photo.light')} isSelected={photo.light} onChange={onLight} />
      </div>
    </li>
  );
}
