import { Progress as Bar } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { CloseRun } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { formatCount } from '../shared/money/format';
import { Panel } from '../shared/page/Page';
import type { Progress } from './api';

/** The day in work, its step and its count; the screen can be left, the work goes on. */
export function ProgressPanel({ progress, runs }: { progress: Progress; runs: CloseRun[] }) {
  const { t } = useTranslation();
  const step = runs.flatMap((run) => run.steps).find((one) => one.code === progress.step);
  const day = dayjs(progress.business_date).diff(progress.from, 'day');
  const days = dayjs(progress.until).diff(progress.from, 'day');
  const share = progress.total > 0 ? Math.floor((100 * progress.done) / progress.total) : 0;
  return (
    <Panel title={t('close.running', { date: progress.business_date })} unit={t('close.canLeave')}>
      <div data-testid="progress">
        {days > 1 ? (
          <div style={{ marginBottom: 8 }}>
            <div style={{ display: 'flex', justifyContent: 'space-between' }}>
              <strong data-testid="day-of">{t('close.dayOf', { n: day + 1, m: days })}</strong>
              <span className="num muted">{t('close.untilDay', { date: progress.until })}</span>
            </div>
            <Bar aria-label={t('close.dayOf', { n: day + 1, m: days })} percent={Math.floor((100 * day) / days)} status="active" />
          </div>
        ) : null}
        <div style={{ display: 'flex', justifyContent: 'space-between' }}>
          <span>{step ? pick(step.name_zh, step.name_en) : progress.step}</span>
          <span className="num muted">
            {progress.total > 0 ? `${formatCount(progress.done)} / ${formatCount(progress.total)}` : ''}
          </span>
        </div>
        <Bar aria-label={step ? pick(step.name_zh, step.name_en) : progress.step} percent={share} status="active" showInfo={progress.total > 0} />
      </div>
    </Panel>
  );
}
