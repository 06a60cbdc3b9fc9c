import { useTranslation } from 'react-i18next';
import { Panel } from '../shared/page/Page';
import { differences, type Version } from './terms';

interface DifferenceProps {
  before: Version & { version: number };
  after: Version;
}

/** What a version says differently from the one before, term by term. */
export function Difference({ before, after }: DifferenceProps) {
  const { t, i18n } = useTranslation();
  const found = differences(before, after, { language: i18n.language, yes: t('product.yes'), no: t('product.no') });
  return (
    <Panel title={t('product.difference', { n: before.version })} unit={t('product.changes', { n: found.length })}>
      <div data-testid="product-difference">
        {found.length === 0 ? (
          <span className="muted">{t('product.noDifference')}</span>
        ) : (
          <table className="ledger-lines changes">
            <thead>
              <tr>
                <th>{t('product.term')}</th>
                <th>{t('product.before')}</th>
                <th>{t('product.after')}</th>
              </tr>
            </thead>
            <tbody>
              {found.map((one) => (
                <tr key={one.field.path}>
                  <td>{t(one.field.label)}</td>
                  <td className="muted">{one.before === '' ? '—' : one.before}</td>
                  <td className="after">{one.after === '' ? '—' : one.after}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Panel>
  );
}
