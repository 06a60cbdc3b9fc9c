import { RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useActFor, useSession } from '../access/session';
import type { ToDo } from '../shared/api/types';
import { StateTag } from '../shared/StateTag';
import { PLACES, useSeen } from './api';

/** Each count leads to its rows; news are gone once they were opened. */
export function ToDoList({ items, onLeave }: { items: ToDo[]; onLeave?: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const seen = useSeen();
  const open = (one: ToDo) => {
    seen(one);
    onLeave?.();
    const place = PLACES[one.code];
    if (place) navigate(place);
  };
  return (
    <ul className="to-dos" data-testid="to-dos">
      {items.map((one) => (
        <li key={one.code}>
          <button type="button" className="to-do" data-todo={one.code} onClick={() => open(one)}>
            <StateTag area="toDo" code={one.code} />
            <span className="grow">{t(`notice.todo.${one.code}`, { n: one.count })}</span>
            <RightOutlined aria-hidden />
          </button>
          {one.code === 'deputy_for' ? <ActFor /> : null}
        </li>
      ))}
    </ul>
  );
}

function ActFor() {
  const { t } = useTranslation();
  const { may_act_for: absent, acting_for: now } = useSession();
  const actFor = useActFor();
  return (
    <div className="act-for">
      {absent
        .filter((one) => one.login !== now)
        .map((one) => (
          <Button key={one.login} size="small" onClick={() => void actFor(one.login)}>
            {t('access.actFor', { name: one.name })}
          </Button>
        ))}
    </div>
  );
}
