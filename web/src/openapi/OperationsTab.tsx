import { ArrowLeftOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Panel } from '../shared/page/Page';
import { Blank } from '../shared/page/states';
import { useNarrow } from '../shared/page/useNarrow';
import { useFilters } from '../shared/table/useFilters';
import { type Document, found, type Operation } from './document';
import { Marked } from './Marked';
import { Method, OperationView } from './OperationView';

interface ListProps {
  operations: Operation[];
  all: number;
  chosen: string | undefined;
  choose: (id: string) => void;
}

function OperationList({ operations, all, chosen, choose }: ListProps) {
  const { t } = useTranslation();
  const [filters, , change] = useFilters();
  const tags = [...new Set(operations.map((one) => one.tag))];
  return (
    <Panel flush>
      <div className="toolbar">
        <Input
          data-search
          allowClear
          prefix={<SearchOutlined />}
          aria-label={t('openapi.search')}
          placeholder={t('openapi.search')}
          value={filters.q ?? ''}
          maxLength={100}
          onChange={(event) => change({ q: event.target.value || undefined })}
        />
        <span className="muted small num">{t('openapi.count', { n: operations.length, all })}</span>
      </div>
      {operations.length === 0 ? <Blank title={t('openapi.none')}>{t('openapi.noneHint')}</Blank> : null}
      <nav className="operations" aria-label={t('openapi.operations')}>
        {tags.map((tag) => (
          <section key={tag}>
            <h2>{tag}</h2>
            {operations
              .filter((one) => one.tag === tag)
              .map((one) => (
                <button type="button" key={one.id} data-operation={one.id} aria-current={one.id === chosen ? 'true' : undefined} onClick={() => choose(one.id)}>
                  <Method name={one.method} />
                  <span>
                    <span className="mono path">{one.path.replace('/api/v1', '')}</span>
                    <span className="muted small">
                      <Marked text={one.summary} />
                    </span>
                  </span>
                </button>
              ))}
          </section>
        ))}
      </nav>
    </Panel>
  );
}

/** The list and beside it the chosen operation; on a phone one of the two. */
export function OperationsTab({ document, operations }: { document: Document; operations: Operation[] }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const [filters, , change] = useFilters();
  const listed = found(operations, filters.q ?? '');
  const asked = operations.find((one) => one.id === filters.op);
  const shown = asked ?? (narrow ? undefined : listed[0]);
  const list = <OperationList operations={listed} all={operations.length} chosen={shown?.id} choose={(op) => change({ op })} />;
  const detail = shown ? <OperationView key={shown.id} document={document} operation={shown} /> : null;
  if (narrow) {
    if (!detail) return list;
    return (
      <>
        <Button type="link" icon={<ArrowLeftOutlined />} onClick={() => change({ op: undefined })}>
          {t('openapi.back')}
        </Button>
        {detail}
      </>
    );
  }
  return (
    <div className="api-columns">
      {list}
      {detail ?? <Blank title={t('openapi.choose')} />}
    </div>
  );
}
