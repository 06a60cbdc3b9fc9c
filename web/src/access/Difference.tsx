import { useTranslation } from 'react-i18next';
import { wordFor } from '../shared/dictionary';
import { grouped } from '../shared/money/format';
import { Unseen } from '../shared/page/Unseen';

function partsOf(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { value };
}

const LONG_LIST = 4;

/** An amount as the server writes it, with its currency or without. */
const AMOUNT = /^(-?\d+\.\d{2,3})((?: [A-Z]{3})?)$/;

interface ToldProps {
  value: unknown;
  other: unknown;
  mark: 'del' | 'ins';
  word: (value: unknown) => string;
}

/** One side of a line. Of a long list only what the other side has not is told, and how much is the same. */
function Told({ value, other, mark: Mark, word }: ToldProps) {
  const { t } = useTranslation();
  if (!Array.isArray(value) || value.length <= LONG_LIST) return <>{word(value)}</>;
  const there = new Set(Array.isArray(other) ? other.map(String) : []);
  const [differ, same] = [value.filter((one) => !there.has(String(one))), value.filter((one) => there.has(String(one)))];
  return (
    <>
      {differ.map((one) => (
        <Mark key={String(one)} className="told">
          {String(one)}
        </Mark>
      ))}
      {same.length > 0 ? <span className="muted small">{t('access.same', { n: same.length })}</span> : null}
    </>
  );
}

/** An object before and after, line by line; what changes is marked. Of lists the added and the removed are told apart. */
export function Difference({ before, after, hidden = [] }: { before: unknown; after: unknown; hidden?: string[] }) {
  const { t, i18n } = useTranslation();
  const [old, now] = [partsOf(before), partsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => name !== 'lines');
  const listed = names.some((name) => [old[name], now[name]].some((value) => Array.isArray(value) && value.length > LONG_LIST));
  const word = (name: string, value: unknown): string => {
    if (value === undefined || value === null || value === '') return '—';
    if (name === 'status') return wordFor('loanStatus', String(value), i18n.language);
    if (name === 'data_scope') return wordFor('dataScope', String(value), i18n.language);
    if (name === 'enabled' || name === 'withdrawn') return value ? t('access.yes') : '—';
    if (name === 'is_active') return value ? t('access.active') : t('access.inactive');
    if (name === 'permissions' && Array.isArray(value)) return value.map((one) => wordFor('permission', String(one), i18n.language)).join(' · ');
    if (name === 'weekend' && Array.isArray(value)) return value.map((day) => t(`reference.weekday${day}`)).join(' · ');
    if (Array.isArray(value)) return value.map(String).join(' · ') || '—';
    if (typeof value === 'string' && AMOUNT.test(value)) return value.replace(AMOUNT, (_, digits: string, currency: string) => `${grouped(digits)}${currency}`);
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return (
    <table className={`difference ${listed ? 'listed' : ''}`} data-testid="difference">
      <thead>
        <tr>
          <th />
          <th>{t('access.before')}</th>
          <th>{t('access.after')}</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name} className={word(name, old[name]) !== word(name, now[name]) ? 'changed' : undefined}>
            <td>{t(`access.field.${name}`, { defaultValue: name.replace(/_/g, ' ') })}</td>
            <td style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
              <Told value={old[name]} other={now[name]} mark="del" word={(value) => word(name, value)} />
            </td>
            <td style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
              <Told value={now[name]} other={old[name]} mark="ins" word={(value) => word(name, value)} />
            </td>
          </tr>
        ))}
        {hidden.map((name) => (
          <tr key={name}>
            <td>{t(`access.field.${name}`, { defaultValue: name.replace(/_/g, ' ') })}</td>
            <td colSpan={2}>
              <Unseen />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
