import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../shared/api/types';
import { actorWords } from '../shared/written';

/** Who acted, and for whom. */
export function ActorName({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  return (
    <>
      {actorWords(t, entry.actor)}
      {entry.on_behalf_of ? <span className="muted"> {t('audit.forWhom', { login: entry.on_behalf_of })}</span> : null}
    </>
  );
}
