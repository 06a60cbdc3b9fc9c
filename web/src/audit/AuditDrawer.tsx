import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { AuditEntry } from '../shared/api/types';
import { CopyText } from '../shared/page/CopyText';
import { moment } from '../shared/page/dates';
import { SideDrawer } from '../shared/page/Dialog';
import { Facts } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { StateTag, Word } from '../shared/StateTag';
import { Changes } from './Changes';
import { ObjectLink } from './ObjectLink';
import { ActorName } from './ActorName';

interface AuditDrawerProps {
  entry: AuditEntry | null;
  close: () => void;
  /** Narrows the list to what this line has. */
  narrow: (filters: Record<string, string>) => void;
}

/** One line of the audit log in full: what was before, what is after, and the proof of the seal. */
export function AuditDrawer({ entry, close, narrow }: AuditDrawerProps) {
  const { t } = useTranslation();
  return (
    <SideDrawer open={entry !== null} onClose={close} size={560} title={entry ? `#${entry.seq ?? '—'}` : ''} destroyOnHidden>
      {entry ? (
        <>
          <Facts
            items={[
              { label: t('audit.action'), value: <StateTag area="action" code={entry.action} /> },
              { label: t('audit.at'), value: <span className="num">{moment(entry.at)}</span> },
              { label: t('audit.actor'), value: <ActorName entry={entry} /> },
              { label: t('audit.address'), value: entry.address ? <span className="num">{entry.address}</span> : null },
              entry.via_token ? { label: t('audit.viaToken'), value: entry.via_token } : null,
              { label: t('audit.objectKind'), value: <Word area="objectKind" code={entry.object_kind} /> },
              { label: t('audit.object'), value: <ObjectLink entry={entry} /> },
              { label: t('audit.requestId'), value: <span className="mono">{entry.request_id}</span> },
            ]}
          />
          <div style={{ display: 'flex', gap: 8, marginTop: 12, flexWrap: 'wrap' }}>
            <Button size="small" onClick={() => narrow({ object_id: entry.object_id })}>
              {t('audit.sameObject')}
            </Button>
            <Button size="small" onClick={() => narrow({ actor: entry.actor })}>
              {t('audit.sameActor')}
            </Button>
          </div>
          <h2 className="drawer-part">{t('audit.changes')}</h2>
          <Changes before={entry.before} after={entry.after} hidden={entry.hidden} />
          <h2 className="drawer-part">{t('audit.proof')}</h2>
          {typeof entry.seq === 'number' ? <ProofOf seq={entry.seq} /> : <span className="muted">{t('audit.notYet')}</span>}
        </>
      ) : null}
    </SideDrawer>
  );
}

function ProofOf({ seq }: { seq: number }) {
  const { t } = useTranslation();
  const proof = useQuery({ queryKey: ['audit', 'proof', seq], queryFn: () => unwrap(api.GET('/api/v1/audit-entries/{seq}', { params: { path: { seq } } })) });
  return (
    <Loaded query={proof}>
      {(found) => (
        <>
          <span className={`state ${found.holds ? 'state-green' : 'state-red'}`} data-testid="audit-proof">
            {found.holds ? t('audit.holds') : t('audit.doesNotHold')}
          </span>
          <Facts
            className="facts one"
            items={[
              { label: t('audit.previousHash'), value: <CopyText text={found.previous_hash} shown={`${found.previous_hash.slice(0, 24)}…`} /> },
              { label: t('audit.computedHash'), value: <CopyText text={found.computed_hash} shown={`${found.computed_hash.slice(0, 24)}…`} /> },
              { label: t('audit.hash'), value: <CopyText text={found.entry.hash ?? ''} shown={`${(found.entry.hash ?? '').slice(0, 24)}…`} /> },
            ]}
          />
        </>
      )}
    </Loaded>
  );
}
