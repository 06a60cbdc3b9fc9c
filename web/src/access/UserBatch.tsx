import { useTranslation } from 'react-i18next';
import { api, commandHeaders, unwrap } from '../shared/api/client';
import type { User } from '../shared/api/types';
import type { BatchAction } from '../shared/batch/BatchDialog';
import { SelectionBar } from '../shared/batch/SelectionBar';
import type { Selection } from '../shared/batch/useSelection';
import { formatCount } from '../shared/money/format';
import { useSession } from './session';

/** Several users at once: each is disabled by a command of its own. */
export function UserBatch({ selection }: { selection: Selection<User> }) {
  const { t } = useTranslation();
  const { user: self } = useSession();
  const disable: BatchAction<User> = {
    key: 'disable',
    title: t('batch.deactivate'),
    danger: true,
    refresh: ['users', 'sessions'],
    consequence: (n) => t('batch.deactivateConsequence', { n: formatCount(n) }),
    leaveOut: (user) => (user.login === self.login ? t('batch.yourself') : user.is_active ? undefined : t('batch.inactiveAlready')),
    run: async (user, { key, dryRun }) => {
      const body = { name: user.name, organisation: user.organisation_code, post: user.post ?? null, roles: user.roles, is_active: false, addresses: user.addresses };
      await unwrap(api.PUT('/api/v1/users/{login}', { params: { path: { login: user.login }, query: { dry_run: dryRun } }, body, headers: commandHeaders(key) }));
      return undefined;
    },
  };
  return <SelectionBar<User> selection={selection} actions={[disable]} label={(user) => `${user.login} · ${user.name}`} />;
}
