import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Import } from '../shared/api/types';
import { formatCount } from '../shared/money/format';
import { Panel } from '../shared/page/Page';

/** How far the rows are; the screen can be left, the work goes on. */
export function WorkPanel({ one }: { one: Import }) {
  const { t } = useTranslation();
  const share = one.rows_total > 0 ? Math.min(100, Math.floor((100 * one.rows_done) / one.rows_total)) : 0;
  return (
    <Panel title={t(one.state === 'queued' ? 'import.queued' : one.dry_run ? 'import.trying' : 'import.taking')} unit={t('import.canLeave')}>
      <div data-testid="progress">
        <span className="num muted">
          {formatCount(one.rows_done)} / {formatCount(one.rows_total)}
        </span>
        <Progress percent={share} status="active" />
      </div>
    </Panel>
  );
}
