import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Menu } from '../kit/menu.tsx';

/** What is done less often with a patient, behind one button. */
export default function MoreActions({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  const navigate = useNavigate();
  const go = (path: string) => () => void navigate({ to: `/p/${record}/${path}` });
  return (
    <Menu
      label={t('day.synthesis.more')}
      acts={[
        { id: 'prescription', label: t('prescription.title'), act: go('ordonnance') },
        { id: 'vaccination', label: t('vaccination.title'), act: go('vaccination') },
        { id: 'archives', label: t('archive.title', { ns: 'kit' }), act: go('archives') },
        {
          id: 'identity',
          label: t('identitySheet', { ns: 'kit' }),
          act: () => window.location.assign(`/api/pro/patients/${record}/identity.pdf`),
        },
      ]}
    />
  );
}
