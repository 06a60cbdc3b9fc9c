import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { CopyText } from '../shared/page/CopyText';
import { moment } from '../shared/page/dates';
import { SideDrawer } from '../shared/page/Dialog';
import { Facts } from '../shared/page/Page';
import { StateTag, Word } from '../shared/StateTag';
import { ObjectLink } from './ObjectLink';

/** One line of the audit log in full: what was before, what is after, and the seal. */
export function AuditDrawer({ entry, close }: { entry: AuditEntry | null; close: () => void }) {
  const { t } = useTranslation();
  return (
    <SideDrawer open={entry !== null} onClose={close} size={560} title={entry ? `#${entry.seq ?? '—'}` : ''} destroyOnHidden>
      {entry ? (
        <>
          <Facts
            items={[
              { label: t('audit.action'), value: <StateTag area="action" code={entry.action} /> },
              { label: t('audit.at'), value: <span className="num">{moment(entry.at)}</span> },
              { label: t('audit.actor'), value: entry.on_behalf_of ? `${entry.actor} → ${entry.on_behalf_of}` : entry.actor },
              { label: t('audit.objectKind'), value: <Word area="objectKind" code={entry.object_kind} /> },
              { label: t('audit.object'), value: <ObjectLink entry={entry} /> },
              { label: t('audit.requestId'), value: <span className="mono">{entry.request_id}</span> },
            ]}
          />
          <h3 style={{ fontSize: 14, margin: '20px 0 8px' }}>{t('audit.changes')}</h3>
          <Changes before={entry.before} after={entry.after} />
          <h3 style={{ fontSize: 14, margin: '20px 0 8px' }}>{t('audit.hash')}</h3>
          {entry.hash ? <CopyText text={entry.hash} /> : <span className="muted">{t('audit.notYet')}</span>}
        </>
      ) : null}
    </SideDrawer>
  );
}

function partsOf(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { value };
}

function Changes({ before, after }: { before: unknown; after: unknown }) {
  const { t, i18n } = useTranslation();
  const [old, now] = [partsOf(before), partsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  if (names.length === 0) return <span className="muted">{t('audit.noChanges')}</span>;
  const shown = (name: string, value: unknown) => {
    if (value === undefined || value === null) return '—';
    if (name === 'status') return wordFor('loanStatus', String(value), i18n.language);
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return (
    <table className="difference" data-testid="audit-changes">
      <thead>
        <tr>
          <th />
          <th>{t('audit.before')}</th>
          <th>{t('audit.after')}</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name} className={name in old && shown(name, old[name]) !== shown(name, now[name]) ? 'changed' : undefined}>
            <td>{t(`audit.field.${name}`, { defaultValue: name.replace(/_/g, ' ') })}</td>
            <td style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>{name in old ? shown(name, old[name]) : '—'}</td>
            <td style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>{shown(name, now[name])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
