import { useTranslation } from 'react-i18next';
import { wordFor } from '../shared/dictionary';
import { grouped } from '../shared/money/format';
import { Unseen } from '../shared/page/Unseen';
import { fieldsOf } from './changes';

/** What the log writes as an amount: a decimal with its cents. */
const AMOUNT = /^-?\d+\.\d{2}$/;

/** What an act changed, field by field; what the reader may not see is named. */
export function Changes({ before, after, hidden }: { before: unknown; after: unknown; hidden: string[] }) {
  const { t, i18n } = useTranslation();
  const fields = fieldsOf(before, after);
  if (fields.length === 0 && hidden.length === 0) return <span className="muted">{t('audit.noChanges')}</span>;
  const named = (path: string) =>
    path
      .split('.')
      .map((name) => t(`audit.field.${name}`, { defaultValue: name.replace(/_/g, ' ') }))
      .join(' / ');
  const shown = (path: string, value: string | undefined) => {
    if (value === undefined || value === '') return '—';
    if (path === 'status') return wordFor('loanStatus', value, i18n.language);
    if (value === 'true' || value === 'false') return t(value === 'true' ? 'product.yes' : 'product.no');
    return AMOUNT.test(value) ? grouped(value) : value;
  };
  return (
    <table className="difference" data-testid="audit-changes">
      <thead>
        <tr>
          <td />
          <th>{t('audit.before')}</th>
          <th>{t('audit.after')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ path, before: old, after: now }) => (
          <tr key={path} className={before !== null && before !== undefined && old !== now ? 'changed' : undefined}>
            <td>{named(path)}</td>
            <td style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>{shown(path, old)}</td>
            <td style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>{shown(path, now)}</td>
          </tr>
        ))}
        {hidden.map((name) => (
          <tr key={name}>
            <td>{named(name)}</td>
            <td colSpan={2}>
              <Unseen />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
