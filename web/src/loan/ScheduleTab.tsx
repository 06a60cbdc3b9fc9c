import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoanDetail, LoanSchedule, ScheduleRow } from '../shared/api/types';
import { axes, Chart } from '../shared/charts/Chart';
import type { Palette } from '../shared/charts/palette';
import { shortNumber, tooltipHtml } from '../shared/charts/tooltip';
import { Amount } from '../shared/money/Amount';
import { forChart, formatMoney, isZero } from '../shared/money/format';
import { Panel } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { StateTag } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';
import { useSchedule } from './api';

/** Plan against actual: what each instalment asked and what it got. */
export function ScheduleTab({ loan }: { loan: LoanDetail }) {
  const { t } = useTranslation();
  const schedule = useSchedule(loan.id);
  return (
    <Loaded query={schedule} rows={12}>
      {(found) => (
        <>
          {found.rows.length > 1 ? <PlanChart loan={loan} schedule={found} /> : null}
          <Panel
            title={t('loan.tabSchedule')}
            unit={t('loan.instalments', { total: found.rows.filter((row) => row.nr > 0).length, currency: loan.currency })}
            actions={isZero(found.prepaid_principal) ? null : <span className="muted small">{t('loan.prepaid', { amount: formatMoney(found.prepaid_principal) })}</span>}
            flush
          >
            <PlanTable schedule={found} />
          </Panel>
        </>
      )}
    </Loaded>
  );
}

function PlanTable({ schedule }: { schedule: LoanSchedule }) {
  const { t } = useTranslation();
  const withFees = schedule.rows.some((row) => !isZero(row.fee));
  const columns = useMemo<Column<ScheduleRow>[]>(
    () => [
      { key: 'nr', title: t('loan.nr'), right: true, width: 56, fixed: 'left', render: (row) => row.nr || '—' },
      { key: 'due_on', title: t('loan.dueOn'), render: (row) => <span className="num">{row.due_on}</span> },
      { key: 'days', title: t('loan.days'), right: true, render: (row) => row.days },
      { key: 'payment', title: t('loan.payment'), right: true, render: (row) => <Amount value={row.payment} /> },
      { key: 'principal', title: t('loan.planPrincipal'), right: true, render: (row) => <Amount value={row.principal} /> },
      { key: 'interest', title: t('loan.planInterest'), right: true, render: (row) => <Amount value={row.interest} /> },
      ...(withFees ? [{ key: 'fee', title: t('loan.fee'), right: true, render: (row: ScheduleRow) => <Amount value={row.fee} quietZero /> }] : []),
      { key: 'balance', title: t('loan.balanceAfter'), right: true, render: (row) => <Amount value={row.balance} /> },
      { key: 'status', title: t('loan.status'), render: (row) => <StateTag area="installment" code={row.status} /> },
      { key: 'paid_on', title: t('loan.paidOn'), render: (row) => <span className="num">{row.paid_on ?? '—'}</span> },
      { key: 'paid_principal', title: t('loan.paid.principal'), right: true, render: (row) => <Amount value={row.paid_principal} quietZero /> },
      { key: 'paid_interest', title: t('loan.paid.interest'), right: true, render: (row) => <Amount value={row.paid_interest} quietZero /> },
      { key: 'paid_penalty', title: t('loan.planPaidPenalty'), right: true, render: (row) => <Amount value={row.paid_penalty} quietZero /> },
      { key: 'penalty', title: t('loan.penaltyOwed'), right: true, render: (row) => <Amount value={row.penalty_outstanding} danger quietZero /> },
    ],
    [t, withFees],
  );
  return (
    <PlainTable<ScheduleRow>
      columns={columns}
      rows={schedule.rows}
      rowKey={(row) => String(row.nr)}
      card={(row) => (
        <>
          <div className="line">
            <span className="title num">
              {row.nr} · {row.due_on}
            </span>
            <StateTag area="installment" code={row.status} />
          </div>
          <div className="line small muted">
            <span>
              {t('loan.planPrincipal')} <Amount value={row.principal} /> · {t('loan.planInterest')} <Amount value={row.interest} />
            </span>
            <Amount value={row.payment} />
          </div>
        </>
      )}
      totals={{
        due_on: t('loan.sum'),
        payment: <Amount value={schedule.totals.payment} />,
        principal: <Amount value={schedule.totals.principal} />,
        interest: <Amount value={schedule.totals.interest} />,
        ...(withFees ? { fee: <Amount value={schedule.totals.fee} /> } : {}),
      }}
    />
  );
}

function PlanChart({ loan, schedule }: { loan: LoanDetail; schedule: LoanSchedule }) {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  const rows = useMemo(() => schedule.rows.filter((row) => row.nr > 0), [schedule]);
  const draw = useCallback(
    (palette: Palette) => {
      const look = axes(palette);
      const bar = (name: string, stack: string, colour: string, of: (row: ScheduleRow) => number) => ({
        name, type: 'bar', stack, barMaxWidth: 12, itemStyle: { color: colour }, data: rows.map(of),
      });
      return {
        legend: look.legend,
        xAxis: look.category(rows.map((row) => row.due_on.slice(0, 7))),
        yAxis: look.value((value) => shortNumber(value, english)),
        tooltip: {
          ...look.tooltip,
          formatter: (over: { dataIndex: number }[]) => {
            const row = rows[over[0]?.dataIndex ?? 0];
            if (!row) return '';
            return tooltipHtml(`${row.nr} · ${row.due_on}`, [
              [t('loan.planPrincipal'), formatMoney(row.principal)],
              [t('loan.planInterest'), formatMoney(row.interest)],
              [t('loan.paid.principal'), formatMoney(row.paid_principal)],
              [t('loan.paid.interest'), formatMoney(row.paid_interest)],
            ]);
          },
        },
        series: [
          bar(t('loan.planPrincipal'), 'plan', palette.series[1], (row) => forChart(row.principal)),
          bar(t('loan.planInterest'), 'plan', palette.series[3], (row) => forChart(row.interest)),
          bar(t('loan.paid.principal'), 'paid', palette.series[0], (row) => forChart(row.paid_principal)),
          bar(t('loan.paid.interest'), 'paid', palette.series[2], (row) => forChart(row.paid_interest)),
        ],
      };
    },
    [rows, english, t],
  );
  return (
    <Chart
      title={t('loan.planChart')}
      unit={loan.currency}
      draw={draw}
      sheet={{
        name: `schedule-${loan.number}`,
        header: ['nr', 'due_on', 'payment', 'principal', 'interest', 'balance', 'status', 'paid_principal', 'paid_interest', 'paid_on'],
        rows: rows.map((row) => [
          row.nr, row.due_on, row.payment.amount, row.principal.amount, row.interest.amount, row.balance.amount, row.status, row.paid_principal.amount,
          row.paid_interest.amount, row.paid_on ?? '',
        ]),
      }}
    />
  );
}
