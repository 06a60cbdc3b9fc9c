import { Button } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../access/session';
import type { LoanDetail, LoanEvent } from '../shared/api/types';
import { Amount, Rate } from '../shared/money/Amount';
import { isZero } from '../shared/money/format';
import { moment } from '../shared/page/dates';
import { Panel } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { StateTag } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';
import { actorWords } from '../shared/written';
import { useWordOf } from '../reference/useDictionaries';
import { useEvents } from './api';
import { ReversalDialog } from './ReversalDialog';

const NOT_REVERSIBLE = /^(booked|disbursed|disbursement|reversed|reversal|closed)$/i;

/** From the kind of an event to the list of its reasons. */
const REASONS: Record<string, string> = { reversed: 'reversal_reason', charged_off: 'charge_off_reason' };

export function EventsTab({ loan }: { loan: LoanDetail }) {
  const { t } = useTranslation();
  const may = useMay();
  const events = useEvents(loan.id);
  const [reversing, setReversing] = useState<LoanEvent | null>(null);
  const mayReverse = may('loan.reverse');
  const wordOf = useWordOf();
  const why = useCallback(
    (event: LoanEvent) => [event.reason_code ? wordOf(REASONS[event.kind] ?? '', event.reason_code) : '', event.note].filter(Boolean).join(' · '),
    [wordOf],
  );
  const columns = useMemo<Column<LoanEvent>[]>(
    () => [
      { key: 'seq', title: '#', right: true, width: 56, render: (event) => event.seq },
      { key: 'kind', title: t('loan.eventKind'), render: (event) => <Kind event={event} /> },
      { key: 'value_date', title: t('loan.valueDate'), render: (event) => <span className="num">{event.value_date}</span> },
      { key: 'booked_on', title: t('loan.bookedOn'), render: (event) => <span className="num">{event.booked_on}</span> },
      { key: 'amount', title: t('loan.amount'), right: true, render: (event) => <Amount value={event.amount} /> },
      { key: 'principal', title: t('loan.planPrincipal'), right: true, render: (event) => <Amount value={event.allocation?.principal} quietZero /> },
      { key: 'interest', title: t('loan.planInterest'), right: true, render: (event) => <Amount value={event.allocation?.interest} quietZero /> },
      { key: 'penalty', title: t('loan.balance.penalty'), right: true, render: (event) => <Amount value={event.allocation?.penalty} quietZero /> },
      { key: 'compound', title: t('loan.balance.compound_interest'), right: true, render: (event) => <Amount value={event.allocation?.compound_interest} quietZero /> },
      { key: 'fee', title: t('loan.fee'), right: true, render: (event) => <Amount value={event.allocation?.fee} quietZero /> },
      { key: 'suspense', title: t('loan.balance.suspense'), right: true, render: (event) => <Amount value={event.allocation?.suspense} quietZero /> },
      { key: 'actor', title: t('loan.actor'), render: (event) => <span title={moment(event.recorded_at)}>{actorWords(t, event.actor)}</span> },
      { key: 'note', title: t('loan.note'), render: (event) => <Remark event={event} why={why(event)} /> },
      {
        key: 'act', title: t('shared.actions'), fixed: 'right', width: 76,
        render: (event) =>
          mayReverse && reversible(event) ? (
            <Button type="link" size="small" danger onClick={() => setReversing(event)} data-testid="reverse">
              {t('loan.doReverse')}
            </Button>
          ) : null,
      },
    ],
    [t, mayReverse, why],
  );
  return (
    <Panel title={t('loan.tabEvents')} unit={loan.currency} flush>
      <Loaded query={events} rows={8}>
        {(found) => (
          <PlainTable<LoanEvent>
            columns={withAmounts(columns, found.items)}
            rows={[...found.items].sort((a, b) => b.seq - a.seq)}
            rowKey={(event) => event.id}
            card={(event) => (
              <>
                <div className="line">
                  <span className="title num">{event.value_date}</span>
                  <Kind event={event} />
                </div>
                <div className="line">
                  <span className="muted small">{why(event) || actorWords(t, event.actor)}</span>
                  <Amount value={event.amount} />
                </div>
                {mayReverse && reversible(event) ? (
                  <Button size="small" danger style={{ minHeight: 40, marginTop: 6 }} onClick={() => setReversing(event)}>
                    {t('loan.doReverse')}
                  </Button>
                ) : null}
              </>
            )}
          />
        )}
      </Loaded>
      {reversing ? <ReversalDialog loan={loan} event={reversing} close={() => setReversing(null)} /> : null}
    </Panel>
  );
}

const PARTS = ['penalty', 'compound_interest', 'fee', 'suspense'] as const;

/** Parts that no event of the loan has need no column. */
function withAmounts(columns: Column<LoanEvent>[], events: LoanEvent[]): Column<LoanEvent>[] {
  const empty = PARTS.filter((part) => events.every((event) => isZero(event.allocation?.[part]))).map((part) => (part === 'compound_interest' ? 'compound' : part));
  return columns.filter((column) => !(empty as string[]).includes(column.key));
}

function reversible(event: LoanEvent): boolean {
  return !event.reversed_by && !event.reverses && (event.amount !== null || event.kind === 'rate_changed') && !NOT_REVERSIBLE.test(event.kind);
}

/** The new rate of a change, and why. */
function Remark({ event, why }: { event: LoanEvent; why: string }) {
  if (!event.annual_rate) return why || '—';
  return (
    <span>
      <Rate value={event.annual_rate} /> {why}
    </span>
  );
}

function Kind({ event }: { event: LoanEvent }) {
  const { t } = useTranslation();
  return (
    <>
      <StateTag area="eventKind" code={event.kind} />
      {event.reversed_by ? <span className="state state-orange" style={{ marginInlineStart: 4 }}>{t('loan.reversed')}</span> : null}
    </>
  );
}
