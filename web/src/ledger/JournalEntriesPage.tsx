import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useBusinessDay, useMay } from '../access/session';
import { useOrganisationOptions } from '../access/useReference';
import { currencyChoices } from '../product/currencies';
import { api, unwrap } from '../shared/api/client';
import type { JournalEntryQuery, JournalEntryRow, JournalEntryTotals } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { optionsOf } from '../shared/list/declared';
import { COUNTED_UNASKED, ListExport, ListQueryButton, ListTags } from '../shared/list/ListTools';
import { type DeclaredList, type Look, useDeclaredList, useListSeek } from '../shared/list/useDeclaredList';
import { Amount } from '../shared/money/Amount';
import { formatCount, formatLeast } from '../shared/money/format';
import { moment } from '../shared/page/dates';
import { Page } from '../shared/page/Page';
import { useNarrow } from '../shared/page/useNarrow';
import { StateTag } from '../shared/StateTag';
import { DateField } from '../shared/table/DateField';
import { SearchForm } from '../shared/table/SearchForm';
import { SeekTable } from '../shared/table/SeekTable';
import type { Filters } from '../shared/table/useFilters';
import { ViewsMenu } from '../shared/views/ViewsMenu';
import { actorWords } from '../shared/written';
import { EntryDrawer } from './EntryDrawer';
import { useAccountOptions } from './useAccounts';

const NAMES = ['q', 'account', 'organisation', 'from', 'to', 'kind', 'loan_id', 'currency', 'amount_from', 'amount_to'] as const;

function entryQuery(filters: Filters): JournalEntryQuery {
  return Object.fromEntries(NAMES.filter((name) => filters[name]).map((name) => [name, filters[name]])) as JournalEntryQuery;
}

/** Every journal entry, by account, organisation, day, kind, reference and amount; each leads to its lines and its loan. */
export default function JournalEntriesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const day = useBusinessDay();
  const list = useDeclaredList<JournalEntryRow>('journal-entries', useLooks());
  const query = entryQuery(list.filters);
  const seek = useListSeek(list, query, (page) => unwrap(api.GET('/api/v1/ledger/journal-entries', { params: { query: { ...query, ...list.asked, ...page } } })));
  const [counted, setCounted] = useState('');
  const question = JSON.stringify([query, list.asked.where]);
  const totals = useTotals(list, query, counted === question);
  const [open, setOpen] = useState<JournalEntryRow | null>(null);
  return (
    <Page personal title={t('ledger.journalEntries')} asOf={day.data?.business_date} actions={<ViewsMenu views={list.views} table={list.table} />}>
      <EntrySearch list={list} />
      <SeekTable<JournalEntryRow>
        table={list.table}
        rowKey={(entry) => entry.id}
        seek={seek}
        count={totals.data?.count}
        more={totals.data?.more}
        onOpen={(entry) => (narrow ? navigate(`/ledger/journal-entries/${entry.id}`) : setOpen(entry))}
        href={(entry) => `/ledger/journal-entries/${entry.id}`}
        card={(entry) => <EntryCard entry={entry} />}
        totals={totals.data ? totalCells(totals.data, <TotalLabel totals={totals.data} counting={totals.isFetching} countAll={() => setCounted(question)} />, t) : undefined}
        tools={
          <ListExport
            list={list}
            rows={totals.data?.more ? undefined : totals.data?.count}
            take={(body, headers) => unwrap(api.POST('/api/v1/ledger/journal-entries/exports', { params: { query: { ...query, ...list.asked } }, body, headers }))}
          />
        }
        toolbar={
          <>
            <ListQueryButton list={list} count={(where) => countEntries(query, where)} />
            <EntryTags list={list} />
          </>
        }
      />
      <EntryDrawer entry={open} close={() => setOpen(null)} />
    </Page>
  );
}

async function countEntries(query: JournalEntryQuery, where: string) {
  const answer = await unwrap(api.GET('/api/v1/ledger/journal-entries', { params: { query: { ...query, where, limit: 1, with_totals: true, totals_most: COUNTED_UNASKED } } }));
  return { count: answer.totals?.count ?? 0, more: answer.totals?.more ?? false };
}

/** Counted and summed apart from the rows; of very many only when all are wanted. */
function useTotals(list: DeclaredList<JournalEntryRow>, query: JournalEntryQuery, all: boolean) {
  const { where } = list.asked;
  const asked = { ...query, ...(where ? { where } : {}), ...(all ? {} : { totals_most: COUNTED_UNASKED }) };
  return useQuery({
    queryKey: [list.name, asked, 'totals'],
    enabled: list.table.ready,
    queryFn: () => unwrap(api.GET('/api/v1/ledger/journal-entries', { params: { query: { ...asked, limit: 1, with_totals: true } } })),
    placeholderData: all ? keepPreviousData : undefined,
    select: (answer) => answer.totals ?? undefined,
  });
}

function TotalLabel({ totals, counting, countAll }: { totals: JournalEntryTotals; counting: boolean; countAll: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      {t('ledger.entryCount', { n: formatLeast(totals.count, totals.more) })}
      {totals.more ? (
        <Button type="link" size="small" loading={counting} onClick={countAll} data-testid="count-all">
          {t('ledger.sumAll')}
        </Button>
      ) : null}
    </>
  );
}

/** Both sides of the lines of all pages: what a reviewer adds up. */
function totalCells(totals: JournalEntryTotals, label: React.ReactNode, t: (key: string, values?: Record<string, unknown>) => string) {
  const each = (render: (sum: JournalEntryTotals['sums'][number]) => React.ReactNode) =>
    totals.sums.map((sum) => (
      <div key={sum.currency} className="two-lines">
        {render(sum)}
      </div>
    ));
  const side = (word: string, amount: JournalEntryTotals['sums'][number]['debit']) => (
    <div>
      <span className="muted small">{word}</span> <Amount value={amount} withCurrency />
    </div>
  );
  return {
    entry_no: label,
    loan_number: totals.more ? null : each((sum) => <span className="muted small">{`${sum.currency} ${t('ledger.entryCount', { n: formatCount(sum.entries) })}`}</span>),
    amount: (
      <div data-testid="entry-totals">
        {each((sum) => (
          <>
            {side(t('ledger.debit'), sum.debit)}
            {side(t('ledger.credit'), sum.credit)}
          </>
        ))}
      </div>
    ),
    state: each((sum) => {
      const equal = sum.debit.amount === sum.credit.amount;
      return <span className={`state state-${equal ? 'green' : 'red'}`}>{t(equal ? 'ledger.sidesEqual' : 'ledger.notBalanced')}</span>;
    }),
  };
}

function EntryCard({ entry }: { entry: JournalEntryRow }) {
  return (
    <>
      <div className="line">
        <span className="title num">{entry.loan_number ?? entry.entry_no}</span>
        <Amount value={entry.amount} withCurrency />
      </div>
      <div className="line small">
        <span className="muted num">{`${entry.booked_on} · ${entry.organisation}`}</span>
        <StateTag area="entryKind" code={entry.kind} />
      </div>
    </>
  );
}

function useLooks(): Record<string, Look<JournalEntryRow>> {
  const { t } = useTranslation();
  const may = useMay();
  return useMemo(
    () => ({
      entry_no: { width: 186, fixed: 'left', locked: true, render: (one) => <Link className="num" to={`/ledger/journal-entries/${one.id}`}>{one.entry_no}</Link> },
      booked_on: { width: 112, render: (one) => <span className="num">{one.booked_on}</span> },
      kind: { width: 120, render: (one) => <StateTag area="entryKind" code={one.kind} /> },
      organisation: { width: 150, render: (one) => <span title={pick(one.organisation_name_zh, one.organisation_name_en)}>{`${one.organisation} ${pick(one.organisation_name_zh, one.organisation_name_en)}`}</span> },
      organisation_name: { width: 160, extra: true, render: (one) => pick(one.organisation_name_zh, one.organisation_name_en) },
      loan_number: {
        width: 164,
        render: (one) => (one.loan_id && may('loan.read') ? <Link className="num" to={`/loans/${one.loan_id}?tab=journal`}>{one.loan_number}</Link> : <span className="num">{one.loan_number ?? '—'}</span>),
      },
      currency: { width: 62, render: (one) => one.amount.currency },
      amount: { width: 200, render: (one) => <Amount value={one.amount} /> },
      state: { width: 124, render: (one) => <StateTag area="entryState" code={one.state} /> },
      memo: { width: 220, render: (one) => <span title={one.memo}>{one.memo || '—'}</span> },
      actor: { width: 110, render: (one) => actorWords(t, one.actor) },
      recorded_at: { width: 160, extra: true, render: (one) => <span className="num">{moment(one.recorded_at)}</span> },
    }),
    [may, t],
  );
}

function useFilterTitles(): Record<string, string> {
  const { t } = useTranslation();
  return {
    q: t('ledger.reference'), account: t('ledger.account'), organisation: t('ledger.organisation'), from: t('ledger.from'), to: t('ledger.to'),
    kind: t('ledger.kind'), loan_id: t('ledger.loan'), currency: t('ledger.currency'), amount_from: t('ledger.amountFrom'), amount_to: t('ledger.amountTo'),
  };
}

function EntryTags({ list }: { list: DeclaredList<JournalEntryRow> }) {
  const accounts = useAccountOptions();
  const organisations = useOrganisationOptions();
  const value = (name: string, text: string) => {
    const options = name === 'account' ? accounts : name === 'organisation' ? organisations : optionsOf(list.fields, name);
    return options.find((one) => one.value === text)?.label ?? text;
  };
  return <ListTags list={list} titles={useFilterTitles()} value={value} />;
}

function EntrySearch({ list }: { list: DeclaredList<JournalEntryRow> }) {
  const { t, i18n } = useTranslation();
  const titles = useFilterTitles();
  const all = t('shared.all');
  const amount = <InputNumber<string> stringMode precision={2} style={{ width: '100%' }} />;
  return (
    <SearchForm filters={list.filters} onSearch={list.search}>
      <Form.Item name="q" label={titles.q}>
        <Input allowClear data-search placeholder={t('ledger.referenceHint')} />
      </Form.Item>
      <Form.Item name="account" label={titles.account}>
        <Select allowClear showSearch optionFilterProp="label" placeholder={all} options={useAccountOptions()} />
      </Form.Item>
      <Form.Item name="from" label={titles.from}>
        <DateField />
      </Form.Item>
      <Form.Item name="to" label={titles.to}>
        <DateField />
      </Form.Item>
      <Form.Item name="kind" label={titles.kind}>
        <Select allowClear placeholder={all} options={optionsOf(list.fields, 'kind')} />
      </Form.Item>
      <Form.Item name="organisation" label={titles.organisation}>
        <Select allowClear showSearch optionFilterProp="label" placeholder={all} options={useOrganisationOptions()} />
      </Form.Item>
      <Form.Item name="currency" label={titles.currency}>
        <Select allowClear placeholder={all} options={currencyChoices(list.currencies, i18n.language)} />
      </Form.Item>
      <Form.Item name="amount_from" label={titles.amount_from} tooltip={t('ledger.amountHint')}>
        {amount}
      </Form.Item>
      <Form.Item name="amount_to" label={titles.amount_to} tooltip={t('ledger.amountHint')}>
        {amount}
      </Form.Item>
    </SearchForm>
  );
}
