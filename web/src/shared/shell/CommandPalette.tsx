import { FileTextOutlined, SearchOutlined, UserOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { Fragment, type ReactNode, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useMay } from '../../access/session';
import { api, unwrap } from '../api/client';
import { useDebounced } from '../page/useDebounced';
import { StateTag } from '../StateTag';
import type { NavigationGroup } from './navigation';

interface Hit {
  key: string;
  group: string;
  icon: ReactNode;
  text: string;
  extra?: ReactNode;
  path: string;
}

function useHits(asked: string, groups: NavigationGroup[], open: boolean): Hit[] {
  const { t } = useTranslation();
  const may = useMay();
  const q = useDebounced(asked.trim(), 180);
  const loans = useQuery({
    queryKey: ['palette', 'loans', q],
    enabled: open && q.length > 1 && may('loan.read'),
    queryFn: () => unwrap(api.GET('/api/v1/loans', { params: { query: { q, limit: 6 } } })),
  });
  const customers = useQuery({
    queryKey: ['palette', 'customers', q],
    enabled: open && q.length > 1 && may('customer.read'),
    queryFn: () => unwrap(api.GET('/api/v1/customers', { params: { query: { q, limit: 5 } } })),
  });
  const wanted = asked.trim().toLowerCase();
  const menu = groups
    .flatMap((group) => group.items)
    .filter((item) => wanted === '' || t(item.title).toLowerCase().includes(wanted) || item.path.includes(wanted))
    .map((item): Hit => ({ key: item.path, group: t('shared.menu'), icon: item.icon, text: t(item.title), path: item.path }));
  const found = (loans.data?.items ?? []).map((loan): Hit => ({
    key: loan.id, group: t('loan.title'), icon: <FileTextOutlined />, text: `${loan.number} · ${loan.customer_name}`,
    extra: <StateTag area="loanStatus" code={loan.status} />, path: `/loans/${loan.id}`,
  }));
  const people = (customers.data?.items ?? []).map((one): Hit => ({
    key: one.id, group: t('customer.title'), icon: <UserOutlined />, text: `${one.number} · ${one.name}`, path: `/customers/${one.id}`,
  }));
  return [...menu, ...found, ...people];
}

export function CommandPalette({ open, close, groups }: { open: boolean; close: () => void; groups: NavigationGroup[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asked, setAsked] = useState('');
  const [chosen, setChosen] = useState(0);
  const hits = useDeferredValue(useHits(asked, groups, open));
  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    close();
    setAsked('');
    navigate(hit.path);
  };
  const onKey = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setChosen((old) => (hits.length === 0 ? 0 : (old + step + hits.length) % hits.length));
    } else if (event.key === 'Enter') {
      go(hits[chosen]);
    }
  };
  return (
    <Modal open={open} onCancel={close} footer={null} closable={false} width={560} style={{ top: 80 }} destroyOnHidden>
      <Input
        autoFocus
        size="large"
        prefix={<SearchOutlined />}
        placeholder={t('shared.searchHint')}
        value={asked}
        data-testid="palette"
        onChange={(event) => {
          setAsked(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKey}
      />
      <div className="palette-list">
        {hits.map((hit, index) => (
          <Fragment key={hit.key}>
            {index === 0 || hits[index - 1]!.group !== hit.group ? <div className="palette-group">{hit.group}</div> : null}
            <div className={index === chosen ? 'palette-item on' : 'palette-item'} onMouseMove={() => setChosen(index)} onClick={() => go(hit)}>
              {hit.icon}
              <span className="grow">{hit.text}</span>
              {hit.extra}
            </div>
          </Fragment>
        ))}
        {hits.length === 0 ? <div className="blank">{t('shared.nothingFound')}</div> : null}
      </div>
    </Modal>
  );
}
