import { ExclamationCircleFilled } from '@ant-design/icons';
import { Button, Skeleton, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiProblem } from '../api/problem';
import { usePageTitle } from '../shell/tabs';

/** What is wrong in words, the stable code small beneath. */
export function ProblemNote({ problem, retry }: { problem: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const known = problem instanceof ApiProblem ? problem : undefined;
  const words = known?.detail || (known?.status === 0 ? t('shared.unreachable') : t('shared.failed'));
  return (
    <div className="problem" role="alert">
      <ExclamationCircleFilled style={{ marginTop: 4 }} />
      <div style={{ flex: 1, minWidth: 0 }}>
        {words}
        {known ? (
          <span className="code mono">
            {known.code}
            {known.requestId ? ` · ${known.requestId}` : ''}
          </span>
        ) : null}
      </div>
      {retry ? (
        <Button size="small" onClick={retry}>
          {t('shared.retry')}
        </Button>
      ) : null}
    </div>
  );
}

export function ProblemPage({ problem, retry }: { problem: unknown; retry?: () => void }) {
  const status = problem instanceof ApiProblem ? problem.status : 500;
  if (status === 404) return <NotFound />;
  if (status === 403) return <Forbidden />;
  return (
    <div className="page" style={{ maxWidth: 640 }}>
      <ProblemNote problem={problem} {...(retry ? { retry } : {})} />
    </div>
  );
}

export function Forbidden() {
  const { t } = useTranslation();
  return <Blank page title={t('shared.forbidden')}>{t('shared.forbiddenHint')}</Blank>;
}

export function NotFound() {
  const { t } = useTranslation();
  usePageTitle(t('shared.notFound'));
  return (
    <Blank page title={t('shared.notFound')}>
      <p>{t('shared.notFoundHint')}</p>
      <Link to="/">
        <Button>{t('shared.toStart')}</Button>
      </Link>
    </Blank>
  );
}

export function CrashPage({ error }: { error: Error }) {
  const { t } = useTranslation();
  return (
    <Blank page title={t('shared.crashed')}>
      <p>{t('shared.crashedHint')}</p>
      <p className="mono">{error.message}</p>
      <Button type="primary" onClick={() => window.location.reload()}>
        {t('shared.reload')}
      </Button>
    </Blank>
  );
}

/** Nothing to show, and why; `page` when it stands for a whole page, whose heading it then is. */
export function Blank({ title, page = false, children }: { title: string; page?: boolean; children?: ReactNode }) {
  return (
    <div className="blank">
      {page ? <h1 className="blank-title">{title}</h1> : <div className="blank-title">{title}</div>}
      <div>{children}</div>
    </div>
  );
}

export function FirstLoad() {
  return (
    <div style={{ height: '100%', display: 'grid', placeItems: 'center' }}>
      <Spin size="large" />
    </div>
  );
}

export function PageSkeleton() {
  return (
    <div className="page" aria-busy="true" aria-hidden="true">
      <Skeleton active title={{ width: 180 }} paragraph={{ rows: 1, width: 320 }} />
      <div className="panel panel-body" style={{ marginTop: 16 }}>
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      </div>
    </div>
  );
}

interface Loading<T> {
  data: T | undefined;
  isPending: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** Skeleton, problem or content of one query. */
export function Loaded<T>({ query, rows = 6, children }: { query: Loading<T>; rows?: number; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ProblemNote problem={query.error} retry={() => void query.refetch()} />;
  return <Skeleton active title={false} paragraph={{ rows }} />;
}
