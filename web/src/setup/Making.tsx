import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Progress, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import { ProblemNote } from '../shared/page/states';
import { useSetup } from './api';

/** How far the demo's book is. */
export function Making() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const setup = useSetup(1000);
  const again = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/setup/demo')),
    onSuccess: (state) => queries.setQueryData(['setup'], state),
  });
  const { stage, days_done: done = 0, days_total: total = 0 } = setup.data ?? {};
  if (setup.isError) return <ProblemNote problem={setup.error} retry={() => void setup.refetch()} />;
  if (stage === 'failed' || stage === 'interrupted') {
    const goOn = (
      <Button type="primary" loading={again.isPending} onClick={() => again.mutate()} data-testid="setup-continue">
        {t('setup.continue')}
      </Button>
    );
    const title = stage === 'failed' ? t('setup.failed') : t('setup.interrupted', { day: setup.data?.interrupted_on ?? '' });
    return (
      <section className="panel setup-body">
        <Result status={stage === 'failed' ? 'error' : 'warning'} title={title} subTitle={t(stage === 'failed' ? 'setup.failedHint' : 'setup.interruptedHint')} extra={goOn} />
        {again.isError ? <ProblemNote problem={again.error} /> : null}
      </section>
    );
  }
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
