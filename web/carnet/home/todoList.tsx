import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { said } from '../../kit/i18n.ts';
import { Icon, type IconName } from '../../kit/icon.tsx';
import { Press } from '../../kit/press.tsx';
import { takesFocus } from '../focus.ts';
import type { Todo } from '../shapes.ts';

const first = 3;
const icons: Record<Todo['kind'], IconName> = {
  prevention: 'health',
  appointment: 'later',
  message: 'messages',
  access: 'access',
};

/** What there is to do, most urgent first: what, why, when, and the way there. */
export function TodoList({ items }: { items: readonly Todo[] }) {
  const { t } = useTranslation('carnet');
  const [all, setAll] = useState(false);
  if (items.length === 0) return <p>{t('home.nothingToDo')}</p>;
  const rest = items.length - first;
  return (
    <>
      <ul className="carnet-todo">
        {(all ? items : items.slice(0, first)).map(({ key, kind, sentence, why, at, to }, index) => (
          <li key={key}>
            <Icon name={icons[kind]} />
            <div>
              <Link to={to} {...(index === first ? { ref: takesFocus } : {})}>
                {said(sentence)}
              </Link>
              {at !== undefined && <p>{show(at, at.length > 10 ? 'moment' : 'day')}</p>}
              {why && <p>{said(why)}</p>}
            </div>
          </li>
        ))}
      </ul>
      {!all && rest > 0 && (
        <Press look="quiet" onPress={() => setAll(true)}>
          {t('home.allTodo', { count: rest })}
        </Press>
      )}
    </>
  );
}
