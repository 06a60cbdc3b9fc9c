import { Segmented } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Money } from '../shared/api/types';
import { axes, Chart } from '../shared/charts/Chart';
import type { Palette } from '../shared/charts/palette';
import { shortNumber, tooltipHtml } from '../shared/charts/tooltip';
import type { Tone } from '../shared/dictionary';
import { forChart, formatCount, formatMoney } from '../shared/money/format';

export interface Item {
  code: string;
  /** For the axis. */
  short: string;
  name: string;
  tone: Tone;
  count: number;
  principal: Money;
}

interface ShareChartProps {
  title: string;
  file: string;
  items: Item[];
  currency: string;
  pick: (code: string) => void;
  /** Bars lie: for long names. */
  sideways?: boolean;
  /** A group so large that it hides the others; left out of the picture unless asked for. */
  skippable?: string;
}

type Measure = 'principal' | 'count';

/** How the book divides, by amount or by number of loans; a bar leads to its rows. */
export function ShareChart({ title, file, items, currency, pick, sideways = false, skippable }: ShareChartProps) {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  const [measure, setMeasure] = useState<Measure>('principal');
  const [all, setAll] = useState(skippable === undefined);
  const content = JSON.stringify(items);
  const shown = useMemo(() => {
    const every = JSON.parse(content) as Item[];
    return all ? every : every.filter((item) => item.code !== skippable);
  }, [content, all, skippable]);
  const draw = useCallback(
    (palette: Palette) => {
      const look = axes(palette);
      const names = look.category(shown.map((item) => item.short));
      const values = look.value((value) => shortNumber(value, english));
      const amountOf = (item: Item) => (measure === 'principal' ? forChart(item.principal) : item.count);
      return {
        grid: { left: 8, right: sideways ? 56 : 16, top: sideways ? 8 : 24, bottom: 4, containLabel: true },
        xAxis: sideways ? values : names,
        yAxis: sideways ? { ...names, inverse: true, axisLabel: { ...names.axisLabel, interval: 0, width: 150, overflow: 'truncate' } } : values,
        tooltip: {
          ...look.tooltip,
          formatter: (over: { dataIndex: number }[]) => {
            const item = shown[over[0]?.dataIndex ?? 0];
            if (!item) return '';
            return tooltipHtml(item.name, [
              [t('cockpit.outstanding'), `${currency} ${formatMoney(item.principal)}`],
              [t('cockpit.count'), formatCount(item.count)],
            ]);
          },
        },
        series: [
          {
            name: title, type: 'bar', barMaxWidth: 34, cursor: 'pointer',
            label: { show: true, position: sideways ? 'right' : 'top', color: palette.muted, fontSize: 11, formatter: (bar: { value: number }) => shortNumber(bar.value, english) },
            data: shown.map((item) => ({ value: amountOf(item), itemStyle: { color: palette.tone[item.tone], borderRadius: sideways ? [0, 2, 2, 0] : [2, 2, 0, 0] } })),
          },
        ],
      };
    },
    [shown, measure, english, currency, sideways, title, t],
  );
  return (
    <Chart
      title={title}
      unit={measure === 'principal' ? t('cockpit.unitPrincipal', { currency }) : t('cockpit.loans')}
      draw={draw}
      height={sideways && shown.length > 8 ? 48 + shown.length * 28 : undefined}
      onPick={({ index }) => {
        const item = shown[index];
        if (item) pick(item.code);
      }}
      tools={
        <>
          {skippable === undefined ? null : (
            <Segmented
              size="small"
              value={all ? 'all' : 'late'}
              onChange={(chosen) => setAll(chosen === 'all')}
              options={[
                { value: 'late', label: t('cockpit.lateOnly') },
                { value: 'all', label: t('shared.all') },
              ]}
            />
          )}
          <Segmented<Measure>
            size="small"
            value={measure}
            onChange={setMeasure}
            options={[
              { value: 'principal', label: t('cockpit.amount') },
              { value: 'count', label: t('cockpit.count') },
            ]}
          />
        </>
      }
      sheet={{
        name: file,
        header: ['code', 'name', 'count', 'principal', 'currency'],
        rows: items.map((item) => [item.code, item.name, item.count, item.principal.amount, currency]),
      }}
    />
  );
}
