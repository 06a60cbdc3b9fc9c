import { Button, Form, Input } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useBusinessDay, useMay } from '../access/session';
import { CodeSelect, Coded } from '../reference/Coded';
import { useWordOf } from '../reference/useDictionaries';
import { api, unwrap } from '../shared/api/client';
import type { Customer, CustomerQuery } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { ListExport, ListQueryButton, ListTags } from '../shared/list/ListTools';
import { type Look, useDeclaredList, useListSeek } from '../shared/list/useDeclaredList';
import { countWhere, useListCount } from '../shared/list/useListCount';
import { useOpened } from '../shared/page/useOpened';
import { Page } from '../shared/page/Page';
import { SearchForm } from '../shared/table/SearchForm';
import { SeekTable } from '../shared/table/SeekTable';
import type { Filters } from '../shared/table/useFilters';
import { ViewsMenu } from '../shared/views/ViewsMenu';
import { FIELD, Identity, Mobile, useSearchHint } from './fields';
import { NewCustomerDialog } from './NewCustomerDialog';

function customerQuery(filters: Filters): CustomerQuery {
  const named = ['q', 'kind', 'industry', 'region'].filter((name) => filters[name]);
  return Object.fromEntries(named.map((name) => [name, filters[name]])) as CustomerQuery;
}

export default function CustomerListPage() {
  const { t } = useTranslation();
  const wordOf = useWordOf();
  const navigate = useNavigate();
  const may = useMay();
  const day = useBusinessDay();
  const hint = useSearchHint();
  const mayAdd = may('customer.write') && may(FIELD.identity);
  const list = useDeclaredList<Customer>('customers', useLooks());
  const { filters, search } = list;
  const [adding, setAdding] = useOpened('new');
  const query = customerQuery(filters);
  const ask = (part: object) => unwrap(api.GET('/api/v1/customers', { params: { query: { ...query, ...part } } }));
  const seek = useListSeek(list, query, (page) => ask({ ...list.asked, ...page }));
  const totals = useListCount(list, query, ask);
  return (
    <Page personal title={t('customer.title')} asOf={day.data?.business_date} actions={<ViewsMenu views={list.views} table={list.table} />}>
      <SearchForm filters={filters} onSearch={search}>
        <Form.Item name="q" label={t('customer.searchWords')}>
          <Input allowClear data-search placeholder={hint} />
        </Form.Item>
        <Form.Item name="kind" label={t('customer.kind')}>
          <CodeSelect list="customer_kind" retired placeholder={t('shared.all')} />
        </Form.Item>
        <Form.Item name="industry" label={t('customer.industry')}>
          <CodeSelect list="industry" retired placeholder={t('shared.all')} />
        </Form.Item>
        <Form.Item name="region" label={t('customer.region')}>
          <CodeSelect list="region" retired placeholder={t('shared.all')} />
        </Form.Item>
      </SearchForm>
      <SeekTable<Customer>
        table={list.table}
        rowKey={(one) => one.id}
        seek={seek}
        count={totals?.count}
        more={totals?.more}
        onOpen={(one) => navigate(`/customers/${one.id}`)}
        href={(one) => `/customers/${one.id}`}
        card={(one) => (
          <>
            <div className="line">
              <span className="title">{one.name}</span>
              <Coded list="customer_kind" code={one.kind} />
            </div>
            <div className="line small muted num">
              <span>{one.number}</span>
              <Identity customer={one} />
            </div>
          </>
        )}
        tools={
          <ListExport
            list={list}
            rows={totals?.more ? undefined : totals?.count}
            take={(body, headers) => unwrap(api.POST('/api/v1/customers/exports', { params: { query: { ...query, ...list.asked } }, body, headers }))}
          />
        }
        toolbar={
          <>
            {mayAdd ? (
              <Button type="primary" onClick={() => setAdding(true)}>
                {t('customer.add')}
              </Button>
            ) : null}
            <ListQueryButton list={list} count={(where) => countWhere(ask, where)} />
            <ListTags
              list={list}
              titles={{ q: t('customer.searchWords'), kind: t('customer.kind'), industry: t('customer.industry'), region: t('customer.region') }}
              value={(name, value) => (name === 'q' ? value : wordOf(name === 'kind' ? 'customer_kind' : name, value))}
            />
          </>
        }
      />
      {adding && mayAdd ? <NewCustomerDialog close={() => setAdding(false)} /> : null}
    </Page>
  );
}

function useLooks(): Record<string, Look<Customer>> {
  return useMemo(
    () => ({
      number: { width: 160, fixed: 'left', locked: true, render: (one) => <Link className="num" to={`/customers/${one.id}`}>{one.number}</Link> },
      name: { width: 220, locked: true, render: (one) => <span title={one.name}>{one.name}</span> },
      kind: { width: 100, render: (one) => <Coded list="customer_kind" code={one.kind} /> },
      identity_kind: { width: 204, render: (one) => <Coded list="identity_kind" code={one.identity_kind} /> },
      identity: { width: 180, render: (one) => <Identity customer={one} /> },
      mobile: { width: 130, render: (one) => <Mobile customer={one} /> },
      industry: { width: 170, render: (one) => <Coded list="industry" code={one.industry} /> },
      industry_code: { width: 100, extra: true, render: (one) => <span className="mono">{one.industry ?? '—'}</span> },
      region: { width: 130, render: (one) => <Coded list="region" code={one.region} /> },
      region_code: { width: 100, extra: true, render: (one) => <span className="mono">{one.region ?? '—'}</span> },
      loan_count: { width: 100, render: (one) => <span className="num">{one.loan_count}</span> },
      created_on: { width: 124, render: (one) => <span className="num">{one.created_on}</span> },
      organisation: { width: 150, extra: true, render: (one) => `${one.organisation} ${pick(one.organisation_name_zh, one.organisation_name_en)}` },
      organisation_name: { width: 150, extra: true, render: (one) => pick(one.organisation_name_zh, one.organisation_name_en) },
      officer: { width: 110, extra: true, render: (one) => one.officer || '—' },
    }),
    [],
  );
}
