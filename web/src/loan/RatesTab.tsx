import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBusinessDay, useMay } from '../access/session';
import type { LoanDetail, LoanPrice, LoanRates, LoanRateStep } from '../shared/api/types';
import { Rate } from '../shared/money/Amount';
import { Facts, Panel } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { StateTag, Word } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';
import { actorWords } from '../shared/written';
import { useRates } from './api';
import { RateChangeDialog } from './RateChangeDialog';

/** What the loan costs now, when that is looked at next, and what it has cost before. */
export function RatesTab({ loan }: { loan: LoanDetail }) {
  const { t } = useTranslation();
  const may = useMay();
  const day = useBusinessDay();
  const rates = useRates(loan.id);
  const [changing, setChanging] = useState(false);
  const open = loan.status === 'active' || loan.status === 'overdue';
  return (
    <>
      <Panel
        title={t('loan.rateNow')}
        unit={t('shared.asOf', { date: loan.as_of })}
        actions={
          may('loan.change_rate') && open ? (
            <Button type="primary" onClick={() => setChanging(true)} data-testid="change-rate">
              {t('loan.changeRate')}
            </Button>
          ) : null
        }
      >
        <Loaded query={rates}>{(found) => <Now rates={found} />}</Loaded>
      </Panel>
      <Panel title={t('loan.rateHistory')} flush>
        <Loaded query={rates}>{(found) => <History rates={found} />}</Loaded>
      </Panel>
      {changing ? <RateChangeDialog loan={loan} today={day.data?.business_date ?? loan.as_of} close={() => setChanging(false)} /> : null}
    </>
  );
}

function Now({ rates }: { rates: LoanRates }) {
  const { t } = useTranslation();
  const { now } = rates;
  return (
    <Facts
      items={[
        { label: t('loan.rate'), value: <Rate value={now.annual_rate} /> },
        { label: t('loan.priceKind'), value: <How price={now} /> },
        { label: t('loan.penaltyRate'), value: <Rate value={rates.penalty_annual_rate} /> },
        now.tenor ? { label: t('loan.benchmarkValue'), value: <Benchmark price={now} /> } : null,
        now.tenor ? { label: t('loan.repricing'), value: <Word area="rule" code={now.repricing} /> } : null,
        now.tenor ? { label: t('loan.nextReset'), value: <span className="num">{rates.next_reset_on ?? t('loan.eachPublication')}</span> } : null,
        now.floor ? { label: t('loan.rateFloor'), value: <Rate value={now.floor} /> } : null,
        now.cap ? { label: t('loan.rateCap'), value: <Rate value={now.cap} /> } : null,
        rates.next_period ? { label: t('loan.rateNextPeriod'), value: <Rate value={rates.next_period.annual_rate} /> } : null,
      ]}
    />
  );
}

function History({ rates }: { rates: LoanRates }) {
  const { t } = useTranslation();
  const columns = useMemo<Column<LoanRateStep>[]>(
    () => [
      { key: 'from', title: t('loan.rateFrom'), render: (step) => <span className="num">{step.from}</span> },
      { key: 'rate', title: t('loan.rate'), right: true, render: (step) => <Rate value={step.price.annual_rate} /> },
      { key: 'how', title: t('loan.priceKind'), render: (step) => <How price={step.price} /> },
      { key: 'benchmark', title: t('loan.benchmarkValue'), render: (step) => (step.price.tenor ? <Benchmark price={step.price} /> : '—') },
      { key: 'why', title: t('loan.reason'), render: (step) => <Why step={step} /> },
      { key: 'booked_on', title: t('loan.bookedOn'), render: (step) => <span className="num">{step.booked_on ?? '—'}</span> },
      { key: 'actor', title: t('loan.actor'), render: (step) => (step.actor ? actorWords(t, step.actor) : '—') },
      { key: 'note', title: t('loan.note'), render: (step) => step.note || '—' },
    ],
    [t],
  );
  return (
    <PlainTable<LoanRateStep>
      columns={columns}
      rows={[...rates.history].reverse()}
      rowKey={(step) => step.event_id ?? 'contract'}
      card={(step) => (
        <>
          <div className="line">
            <span className="title num">{step.from}</span>
            <Rate value={step.price.annual_rate} />
          </div>
          <div className="line">
            <How price={step.price} />
            <Why step={step} />
          </div>
        </>
      )}
    />
  );
}

/** Fixed, or a benchmark and what is added to it. */
function How({ price }: { price: LoanPrice }) {
  const { t } = useTranslation();
  if (!price.tenor) return <Word area="rule" code="fixed" />;
  const sign = price.spread_bp?.startsWith('-') ? '−' : '+';
  return (
    <span>
      <Word area="rule" code={price.tenor} /> <span className="num">{t('loan.spreadShown', { sign, bp: price.spread_bp?.replace('-', '') })}</span>
    </span>
  );
}

function Benchmark({ price }: { price: LoanPrice }) {
  const { t } = useTranslation();
  return (
    <span>
      <Rate value={price.benchmark_rate} /> <span className="muted small num">{t('loan.publishedOn', { date: price.benchmark_published_on })}</span>
    </span>
  );
}

function Why({ step }: { step: LoanRateStep }) {
  const { t } = useTranslation();
  return (
    <>
      {step.why ? <StateTag area="rateReason" code={step.why} /> : <span className="muted">{t('loan.rateOfContract')}</span>}
      {step.reversed ? <span className="state state-orange" style={{ marginInlineStart: 4 }}>{t('loan.reversed')}</span> : null}
    </>
  );
}
