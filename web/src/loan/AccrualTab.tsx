import { Form } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Accrual, LoanDetail } from '../shared/api/types';
import { axes, Chart } from '../shared/charts/Chart';
import type { Palette } from '../shared/charts/palette';
import { tooltipHtml } from '../shared/charts/tooltip';
import { Explained } from '../glossary/Explained';
import { Amount, Rate } from '../shared/money/Amount';
import { forChart, formatMoney, isZero, plus } from '../shared/money/format';
import { Panel } from '../shared/page/Page';
import { Scrolled } from '../shared/page/Scrolled';
import { Blank, Loaded } from '../shared/page/states';
import { StateTag } from '../shared/StateTag';
import { DateField } from '../shared/table/DateField';
import { useAccrual } from './api';

/** How the interest of today came to be: what was carried + base × rate × days ÷ denominator, line by line. */
export function AccrualTab({ loan }: { loan: LoanDetail }) {
  const { t } = useTranslation();
  const [from, setFrom] = useState<string | undefined>();
  const [to, setTo] = useState<string | undefined>();
  const accrual = useAccrual(loan.id, { ...(from ? { from } : {}), ...(to ? { to } : {}) });
  return (
    <>
      <Panel
        title={t('loan.derivation')}
        unit={accrual.data ? t('shared.asOf', { date: accrual.data.as_of }) : undefined}
        actions={
          <Form layout="inline">
            <Form.Item label={t('loan.from')}>
              <DateField label={t('loan.from')} value={from} onChange={setFrom} />
            </Form.Item>
            <Form.Item label={t('loan.to')} style={{ marginInlineEnd: 0 }}>
              <DateField label={t('loan.to')} value={to} onChange={setTo} />
            </Form.Item>
          </Form>
        }
      >
        <Loaded query={accrual}>{(found) => <Lines accrual={found} />}</Loaded>
      </Panel>
      {accrual.data && accrual.data.daily.length > 1 ? <DailyChart loan={loan} accrual={accrual.data} /> : null}
    </>
  );
}

const PARTS = ['interest', 'penalty', 'compound_interest'] as const;

/** Interest by whole periods: the base is the period's interest, and no rate multiplies it. */
const WHOLE_PERIOD = /^1(\.0*)?$/;

function Lines({ accrual }: { accrual: Accrual }) {
  const { t } = useTranslation();
  const lines = accrual.lines.filter((line) => line.component === 'interest' || !/^0(\.0*)?$/.test(line.annual_rate));
  if (lines.length === 0) return <Blank title={t('loan.noAccrual')} />;
  return (
    <Scrolled label={t('loan.derivation')}>
      <table className="ledger-lines" data-testid="accrual">
        <thead>
          <tr>
            <th>{t('loan.component')}</th>
            <th>{t('loan.since')}</th>
            <th className="right">{t('loan.carried')}</th>
            <th className="right">+ <Explained>{t('loan.base')}</Explained></th>
            <th className="right">× <Explained>{t('loan.rate')}</Explained></th>
            <th className="right">× <Explained>{t('loan.days')}</Explained></th>
            <th className="right">÷ <Explained>{t('loan.denominator')}</Explained></th>
            <th className="right">= <Explained>{t('loan.exact')}</Explained></th>
            <th className="right">≈ <Explained>{t('loan.rounded')}</Explained></th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={index}>
              <td>
                <StateTag area="component" code={line.component} /> {line.installment_nr ? <span className="muted small">{t('loan.instalmentShort', { nr: line.installment_nr })}</span> : null}
              </td>
              <td className="num">{line.from}</td>
              <td className="amount">{line.carried}</td>
              <td className="amount">
                <Amount value={line.base} />
              </td>
              <td className="amount">
                {WHOLE_PERIOD.test(line.annual_rate) ? <span title={t('loan.wholePeriod')}>—</span> : <Rate value={line.annual_rate} />}
              </td>
              <td className="amount">{line.days}</td>
              <td className="amount">{line.den}</td>
              <td className="amount">{line.exact}</td>
              <td className="amount">
                <Amount value={line.rounded} />
              </td>
            </tr>
          ))}
          {PARTS.filter((part) => lines.filter((line) => line.component === part).length > 1).map((part) => (
            <tr key={part} style={{ fontWeight: 600 }}>
              <td colSpan={8}>
                {t('loan.accruedSum')} <StateTag area="component" code={part} />
              </td>
              <td className="amount">
                <Amount value={lines.filter((line) => line.component === part).map((line) => line.rounded).reduce(plus)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

function DailyChart({ loan, accrual }: { loan: LoanDetail; accrual: Accrual }) {
  const { t } = useTranslation();
  const { daily } = accrual;
  const draw = useCallback(
    (palette: Palette) => {
      const look = axes(palette);
      const colours = { interest: palette.series[0], penalty: palette.tone.orange, compound_interest: palette.tone.red };
      return {
        legend: look.legend,
        xAxis: look.category(daily.map((day) => day.date)),
        yAxis: look.value((value) => String(value)),
        tooltip: {
          ...look.tooltip,
          formatter: (over: { dataIndex: number }[]) => {
            const day = daily[over[0]?.dataIndex ?? 0];
            return day ? tooltipHtml(day.date, PARTS.map((part) => [t(`loan.accrued.${part}`), formatMoney(day[part])])) : '';
          },
        },
        series: PARTS.filter((part) => daily.some((day) => !isZero(day[part]))).map((part) => ({
          name: t(`loan.accrued.${part}`), type: 'line', stack: 'day', symbol: 'none', itemStyle: { color: colours[part] }, areaStyle: { opacity: 0.25 },
          data: daily.map((day) => forChart(day[part])),
        })),
      };
    },
    [daily, t],
  );
  return (
    <Chart
      title={t('loan.dailyAccrual')}
      unit={loan.currency}
      draw={draw}
      sheet={{
        name: `accrual-${loan.number}-${accrual.as_of}`,
        header: ['date', ...PARTS],
        rows: daily.map((day) => [day.date, ...PARTS.map((part) => day[part].amount)]),
      }}
    />
  );
}
