import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { areShortcutsOn, keysNow, turnShortcuts } from '../../kit/shortcuts.ts';
import { Switch } from '../../kit/switch.tsx';

/** What each key of this screen does, and the switch that turns all of them off. */
export default function KeysTable({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('pro');
  const [on, setOn] = useState(areShortcutsOn);
  const [keys] = useState(keysNow);
  return (
    <Dialog title={t('keys.title')} isDismissable onClose={onClose}>
      <Switch
        label={t('keys.switch')}
        hint={t('keys.hint')}
        isSelected={on}
        onChange={(wanted) => {
          turnShortcuts(wanted);
          setOn(wanted);
        }}
      />
      <dl className="key-list">
        {keys.map(({ key, label }) => (
          <div key={key} className="fact">
            <dt>
              {key.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
      <p className="actions">
        <Button look="main" onPress={onClose}>
          {t('keys.close')}
        </Button>
      </p>
    </Dialog>
  );
}
