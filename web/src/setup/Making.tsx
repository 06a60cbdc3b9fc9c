import { useQueryClient } from '@tanstack/react-query';
import { Button, Progress, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../shared/page/states';
import { useSetup } from './api';

/** How far the demo's book is. */
export function Making() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const setup = useSetup(1000);
  const { stage, days_done: done = 0, days_total: total = 0 } = setup.data ?? {};
  if (setup.isError) return <ProblemNote problem={setup.error} retry={() => void setup.refetch()} />;
  if (stage === 'failed') return <Result status="error" title={t('setup.failed')} subTitle={t('setup.failedHint')} />;
  if (stage === 'done') {
    const enter = (
      <Button type="primary" onClick={() => void queries.invalidateQueries()} data-testid="setup-enter">
        {t('setup.enter')}
      </Button>
    );
    return <Result status="success" title={t('setup.ready')} extra={enter} />;
  }
  return (
    <section className="panel setup-body">
      <h2>{t('setup.making')}</h2>
      <p className="muted">{t('setup.makingHint')}</p>
      <Progress percent={total ? Math.floor(((done ?? 0) / total) * 100) : 0} status="active" aria-label={t('setup.making')} />
      <p className="num muted">{t('setup.days', { done: done ?? 0, total: total ?? 0 })}</p>
    </section>
  );
}
