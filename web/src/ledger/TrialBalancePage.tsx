import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useBusinessDay, useMay } from '../access/session';
import { useCurrencies } from '../product/currencies';
import { api, commandHeaders, newCommandKey, unwrap } from '../shared/api/client';
import type { Money, TrialBalance, TrialBalanceRow } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { ExportButton } from '../shared/export/ExportButton';
import { pick } from '../shared/i18n';
import { Amount } from '../shared/money/Amount';
import { isZero } from '../shared/money/format';
import { Page } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { useChosenCurrency } from '../shared/shell/useChosenCurrency';
import { Word } from '../shared/StateTag';
import { PrintButton } from '../shared/print/PrintButton';
import { DateField } from '../shared/table/DateField';
import type { Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';
import { useFilters } from '../shared/table/useFilters';

/** All accounts of a day in one currency; each leads to its postings, they to entries, those to loans. */
export default function TrialBalancePage() {
  const { t } = useTranslation();
  const [filters, , change] = useFilters();
  const day = useBusinessDay();
  const currencies = useCurrencies();
  const [chosen, choose] = useChosenCurrency(currencies);
  const currency = chosen ?? currencies[0] ?? 'CNY';
  const on = filters.on;
  const trial = useQuery({
    queryKey: ['ledger', 'trial', on ?? '', currency],
    queryFn: () => unwrap(api.GET('/api/v1/ledger/trial-balance', { params: { query: { currency, ...(on ? { on } : {}) } } })),
  });
  return (
    <Page
      title={t('ledger.title')}
      asOf={trial.data?.on}
      actions={
        <>
          <div style={{ width: 150 }}>
            <DateField label={t('ledger.date')} value={on ?? trial.data?.on} onChange={(chosen) => change({ on: chosen })} max={day.data?.business_date} />
          </div>
          <Segmented value={currency} options={currencies.includes(currency) ? currencies : [currency, ...currencies]} onChange={choose} data-testid="ledger-currency" />
          <PrintButton />
        </>
      }
    >
      <Loaded query={trial} rows={12}>
        {(found) => (
          <section className="panel">
            <div className="panel-head">
              <h2>{t('ledger.trialBalance')}</h2>
              <span className="unit">{found.currency}</span>
              <div className="actions">
                <Link to={entriesOf(found.on, found.currency)} data-testid="entries-of-day">{t('ledger.entriesOfDay')}</Link>
                <Balanced trial={found} />
              </div>
            </div>
            <Accounts trial={found} />
          </section>
        )}
      </Loaded>
    </Page>
  );
}

function Balanced({ trial }: { trial: TrialBalance }) {
  const { t } = useTranslation();
  if (isZero(trial.difference)) return <span className="state state-green" data-testid="balanced">{t('ledger.balanced')}</span>;
  return (
    <span className="state state-red">
      {t('ledger.notBalanced')} <Amount value={trial.difference} />
    </span>
  );
}

/** Columns of the file: those of the screen, with day and currency instead of the class. */
const FILED = 9;

function Accounts({ trial }: { trial: TrialBalance }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  return (
    <PlainTable<TrialBalanceRow>
      name="accounts"
      columns={useAccountColumns(trial)}
      rows={trial.rows}
      rowKey={(row) => row.code}
      onOpen={(row) => navigate(pathOf(row, trial.currency))}
      card={(row) => (
        <>
          <div className="line">
            <span className="title">
              <span className="num">{row.code}</span> {pick(row.name_zh, row.name_en)}
            </span>
          </div>
          <div className="line small">
            <span className="muted">
              <Word area="accountCategory" code={row.category} /> · <Word area="side" code={row.balance_side} />
            </span>
            <Amount value={row.closing} />
          </div>
        </>
      )}
      tools={
        may('ledger.export') ? (
          <ExportButton
            columns={FILED}
            rows={trial.rows.length}
            start={(format) =>
              unwrap(
                api.POST('/api/v1/ledger/trial-balance/exports', {
                  body: { format, currency: trial.currency, on: trial.on },
                  headers: commandHeaders(newCommandKey()),
                }),
              )
            }
          />
        ) : null
      }
      totals={{
        name: t('ledger.total'),
        debit: <Amount value={trial.total_debit} />,
        credit: <Amount value={trial.total_credit} />,
        closing: <ClosingTotals trial={trial} />,
      }}
    />
  );
}

function useAccountColumns({ currency, on }: TrialBalance): Column<TrialBalanceRow>[] {
  const { t, i18n } = useTranslation();
  return useMemo(
    () => [
      { key: 'code', value: (row) => row.code, title: t('ledger.code'), render: (row) => <Link to={pathOf(row, currency)} className="num">{row.code}</Link> },
      { key: 'name', value: (row) => pick(row.name_zh, row.name_en), title: t('ledger.account'), render: (row) => pick(row.name_zh, row.name_en) },
      { key: 'category', value: (row) => wordFor('accountCategory', row.category, i18n.language), title: t('ledger.category'), render: (row) => <Word area="accountCategory" code={row.category} /> },
      { key: 'side', value: (row) => wordFor('side', row.balance_side, i18n.language), title: t('ledger.side'), render: (row) => <Word area="side" code={row.balance_side} /> },
      { key: 'opening', value: (row) => Number(row.opening.amount), title: t('ledger.opening'), right: true, render: (row) => <Amount value={row.opening} quietZero /> },
      { key: 'debit', value: (row) => Number(row.debit.amount), title: t('ledger.dayDebit'), right: true, render: (row) => <Moved row={row} value={row.debit} on={on} /> },
      { key: 'credit', value: (row) => Number(row.credit.amount), title: t('ledger.dayCredit'), right: true, render: (row) => <Moved row={row} value={row.credit} on={on} /> },
      { key: 'closing', value: (row) => Number(row.closing.amount), title: t('ledger.closing'), right: true, render: (row) => <Amount value={row.closing} quietZero /> },
    ],
    [t, i18n.language, currency, on],
  );
}

/** What moved on a day leads to the entries that moved it. */
function Moved({ row, value, on }: { row: TrialBalanceRow; value: Money; on: string }) {
  if (isZero(value)) return <Amount value={value} quietZero />;
  return (
    <Link to={entriesOf(on, value.currency, row.code)}>
      <Amount value={value} />
    </Link>
  );
}

function entriesOf(on: string, currency: string, account?: string): string {
  return `/ledger/journal-entries?${new URLSearchParams({ ...(account ? { account } : {}), from: on, to: on, currency })}`;
}

function pathOf(row: TrialBalanceRow, currency: string): string {
  return `/ledger/accounts/${row.code}?currency=${currency}`;
}

function ClosingTotals({ trial }: { trial: TrialBalance }) {
  return (
    <>
      <div>
        <span className="currency">
          <Word area="side" code="debit" />
        </span>
        <Amount value={trial.closing_debit} />
      </div>
      <div>
        <span className="currency">
          <Word area="side" code="credit" />
        </span>
        <Amount value={trial.closing_credit} />
      </div>
    </>
  );
}
