import { Button, Form, Input, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useBusinessDay, useMay } from '../access/session';
import { api, unwrap } from '../shared/api/client';
import type { Customer, CustomerQuery } from '../shared/api/types';
import { choices, wordFor } from '../shared/dictionary';
import { useOpened } from '../shared/page/useOpened';
import { Page } from '../shared/page/Page';
import { Word } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { SearchForm } from '../shared/table/SearchForm';
import { SeekTable } from '../shared/table/SeekTable';
import { type Filters, useFilters } from '../shared/table/useFilters';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';
import { FilterTags } from '../shared/views/FilterTags';
import { useViews } from '../shared/views/useViews';
import { ViewsMenu } from '../shared/views/ViewsMenu';
import { NewCustomerDialog } from './NewCustomerDialog';

function customerQuery(filters: Filters): CustomerQuery {
  return { ...(filters.q ? { q: filters.q } : {}), ...(filters.kind ? { kind: filters.kind } : {}) } as CustomerQuery;
}

export default function CustomerListPage() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const day = useBusinessDay();
  const address = useFilters();
  const [filters, search, change] = address;
  const views = useViews('customers', address);
  const [adding, setAdding] = useOpened('new');
  const query = customerQuery(filters);
  const columns = useMemo<Column<Customer>[]>(
    () => [
      { key: 'number', title: t('customer.number'), width: 130, fixed: 'left', locked: true, render: (one) => <Link className="num" to={`/customers/${one.id}`}>{one.number}</Link> },
      { key: 'name', title: t('customer.name'), width: 260, locked: true, render: (one) => <span title={one.name}>{one.name}</span> },
      { key: 'kind', title: t('customer.kind'), width: 100, render: (one) => <Word area="customerKind" code={one.kind} /> },
      { key: 'identity_kind', title: t('customer.identityKind'), width: 160, render: (one) => <Word area="identityKind" code={one.identity_kind} /> },
      { key: 'identity', title: t('customer.identity'), width: 180, render: (one) => <span className="num">{one.identity_masked || '—'}</span> },
      { key: 'mobile', title: t('customer.mobile'), width: 130, render: (one) => <span className="num">{one.mobile_masked || '—'}</span> },
      { key: 'loan_count', title: t('customer.loanCount'), width: 90, right: true, render: (one) => <span className="num">{one.loan_count}</span> },
      { key: 'created_on', title: t('customer.createdOn'), width: 120, render: (one) => <span className="num">{one.created_on}</span> },
    ],
    [t],
  );
  const table = useTable('customers', columns, address, views);
  const tags = [
    ...(filters.q ? [{ name: 'q', label: t('customer.searchWords'), value: filters.q }] : []),
    ...(filters.kind ? [{ name: 'kind', label: t('customer.kind'), value: wordFor('customerKind', filters.kind, i18n.language) }] : []),
  ];
  const seek = useSeek(['customers', query], table, (page) => unwrap(api.GET('/api/v1/customers', { params: { query: { ...query, ...page } } })));
  return (
    <Page personal title={t('customer.title')} asOf={day.data?.business_date} actions={<ViewsMenu views={views} table={table} />}>
      <SearchForm filters={filters} onSearch={search}>
        <Form.Item name="q" label={t('customer.searchWords')}>
          <Input allowClear data-search placeholder={t('customer.searchHint')} />
        </Form.Item>
        <Form.Item name="kind" label={t('customer.kind')}>
          <Select allowClear placeholder={t('shared.all')} options={choices('customerKind', ['person', 'company'], i18n.language)} />
        </Form.Item>
      </SearchForm>
      <SeekTable<Customer>
        table={table}
        rowKey={(one) => one.id}
        seek={seek}
        onOpen={(one) => navigate(`/customers/${one.id}`)}
        href={(one) => `/customers/${one.id}`}
        card={(one) => (
          <>
            <div className="line">
              <span className="title">{one.name}</span>
              <span className="muted small">
                <Word area="customerKind" code={one.kind} />
              </span>
            </div>
            <div className="line small muted num">
              <span>{one.number}</span>
              <span>{one.identity_masked}</span>
            </div>
          </>
        )}
        toolbar={
          <>
            {may('customer.write') ? (
              <Button type="primary" onClick={() => setAdding(true)}>
                {t('customer.add')}
              </Button>
            ) : null}
            <FilterTags tags={tags} none="" remove={(name) => change({ [name]: undefined })} />
          </>
        }
      />
      {adding && may('customer.write') ? <NewCustomerDialog close={() => setAdding(false)} /> : null}
    </Page>
  );
}
