import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Page, Panel } from '../shared/page/Page';
import { Blank } from '../shared/page/states';
import { useFilters } from '../shared/table/useFilters';
import { inLanguage, TERMS } from './Explained';

/** All words that screens explain, searched in both languages. */
export default function GlossaryPage() {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  const [filters, , change] = useFilters();
  const wanted = (filters.q ?? '').trim().toLowerCase();
  const found = Object.entries(TERMS)
    .filter(([, one]) => !wanted || [one.zh, one.en, one.textZh, one.textEn, ...(one.alsoZh ?? []), ...(one.alsoEn ?? [])].some((text) => text.toLowerCase().includes(wanted)))
    .sort(([, a], [, b]) => (english ? a.en.localeCompare(b.en, 'en') : a.zh.localeCompare(b.zh, 'zh-CN')));
  return (
    <Page title={t('glossary.title')}>
      <Panel flush>
        <div className="toolbar">
          <Input
            data-search
            allowClear
            prefix={<SearchOutlined />}
            aria-label={t('glossary.search')}
            placeholder={t('glossary.search')}
            value={filters.q ?? ''}
            maxLength={64}
            style={{ maxWidth: 360 }}
            onChange={(event) => change({ q: event.target.value || undefined })}
          />
          <span className="muted small num">{t('glossary.count', { n: found.length })}</span>
        </div>
        {found.length === 0 ? (
          <Blank title={t('glossary.none')} />
        ) : (
          <dl className="glossary" data-testid="glossary">
            {found.map(([term, one]) => {
              const { name, text, source } = inLanguage(one, english);
              return (
                <div key={term} data-term={term}>
                  <dt>
                    {name}
                    <span className="other">{english ? one.zh : one.en}</span>
                  </dt>
                  <dd>{text}</dd>
                  {source ? (
                    <dd className="muted small">
                      {t('glossary.source')} {source}
                    </dd>
                  ) : null}
                </div>
              );
            })}
          </dl>
        )}
      </Panel>
    </Page>
  );
}
