import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { moment } from '../page/dates';
import type { Draft } from './useDraft';

/** Whether what is typed is kept; after a conflict, the way out of it. */
export function DraftState<T extends object>({ draft }: { draft: Draft<T> }) {
  const { t } = useTranslation();
  if (draft.conflict) {
    return (
      <span className="small danger" role="alert">
        {t('preference.draftConflict')}
        <Button type="link" size="small" onClick={draft.reload}>
          {t('preference.draftReload')}
        </Button>
      </span>
    );
  }
  const words = {
    idle: draft.start ? t('preference.draftFrom', { moment: moment(draft.start.changed_at) }) : '',
    sending: t('preference.draftSending'),
    kept: t('preference.draftKept'),
    failed: t('preference.draftFailed'),
  }[draft.state];
  return (
    <span className={draft.state === 'failed' ? 'small danger' : 'small muted'} aria-live="polite" data-testid="draft-state" data-state={draft.state}>
      {words}
    </span>
  );
}
