import { DownloadOutlined, PictureOutlined } from '@ant-design/icons';
import { Button, Skeleton, Tooltip } from 'antd';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../page/Page';
import { usePreferences } from '../shell/preferences';
import { saveCsv, savePng, type Sheet } from './download';
import { type Palette, paletteOf } from './palette';

export interface Picked {
  index: number;
  series: string;
}

interface ChartProps {
  title: string;
  unit?: string;
  /** The option for the colours of the theme in use. */
  draw: (palette: Palette) => EChartsCoreOption;
  /** The exact numbers behind the drawing, for the CSV. */
  sheet: Sheet;
  onPick?: (picked: Picked) => void;
  tools?: ReactNode;
  /** In pixels, where the usual height is not enough for what is drawn. */
  height?: number | undefined;
}

/** A chart with its title, unit, exact tooltip, drill by click, and downloads. */
export function Chart({ title, unit, draw, sheet, onPick, tools, height }: ChartProps) {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  }, [onPick]);
  useEffect(() => {
    let made: EChartsType | undefined;
    let gone = false;
    const element = box.current;
    const watch = new ResizeObserver(() => made?.resize());
    void import('./echarts').then(({ init }) => {
      if (gone || !element) return;
      made = init(element);
      made.on('click', (event) => pick.current?.({ index: event.dataIndex, series: event.seriesName ?? '' }));
      watch.observe(element);
      setChart(made);
    });
    return () => {
      gone = true;
      watch.disconnect();
      made?.dispose();
      setChart(null);
    };
  }, []);
  const palette = paletteOf(theme);
  useEffect(() => {
    chart?.setOption({ ...framed(palette), ...draw(palette) }, { notMerge: true });
  }, [chart, palette, draw]);
  useEffect(() => chart?.resize(), [chart, height]);
  return (
    <Panel
      title={title}
      unit={unit}
      actions={
        <>
          {tools}
          <Tooltip title={t('shared.downloadPng')}>
            <Button
              type="text"
              size="small"
              icon={<PictureOutlined />}
              aria-label={t('shared.downloadPng')}
              onClick={() => chart && savePng(chart, palette.panel, sheet.name)}
            />
          </Tooltip>
          <Tooltip title={t('shared.downloadCsv')}>
            <Button type="text" size="small" icon={<DownloadOutlined />} aria-label={t('shared.downloadCsv')} onClick={() => saveCsv(sheet)} />
          </Tooltip>
        </>
      }
    >
      <div style={{ position: 'relative' }}>
        <div ref={box} className="chart-box" {...(height ? { style: { height } } : {})} role="img" aria-label={title} />
        {chart ? null : (
          <div style={{ position: 'absolute', inset: 0 }}>
            <Skeleton active title={false} paragraph={{ rows: 7 }} />
          </div>
        )}
      </div>
    </Panel>
  );
}

function framed(palette: Palette): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit', color: palette.muted },
    aria: { enabled: true },
    grid: { left: 8, right: 16, top: 36, bottom: 4, containLabel: true },
  };
}

/** Axis and tooltip looks, shared by all charts. */
export function axes(palette: Palette) {
  const label = { color: palette.muted, fontSize: 11 };
  return {
    category: (data: string[]) => ({
      type: 'category' as const, data, axisLine: { lineStyle: { color: palette.line } }, axisTick: { show: false }, axisLabel: label,
    }),
    value: (formatter: (value: number) => string) => ({
      type: 'value' as const, splitLine: { lineStyle: { color: palette.line } }, axisLabel: { ...label, formatter }, splitNumber: 4,
    }),
    tooltip: {
      trigger: 'axis' as const, axisPointer: { type: 'shadow' as const }, confine: true, backgroundColor: palette.panel, borderColor: palette.line,
      textStyle: { color: palette.text, fontSize: 12 },
    },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: palette.muted, fontSize: 12 } },
  };
}
