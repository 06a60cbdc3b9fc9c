import { useTranslation } from 'react-i18next';
import { Difference } from '../access/Difference';
import { moment } from '../shared/page/dates';
import { SideDrawer } from '../shared/page/Dialog';
import { Loaded } from '../shared/page/states';
import { useHistory } from './api';

interface HistoryDrawerProps {
  kind: string;
  item: string;
  title: string;
  close: () => void;
}

/** All versions of a code, the latest first, each with what it changed. */
export function HistoryDrawer({ kind, item, title, close }: HistoryDrawerProps) {
  const { t } = useTranslation();
  const history = useHistory(kind, item);
  return (
    <SideDrawer onClose={close} size={680} title={t('reference.historyOf', { title })} destroyOnHidden>
      <Loaded query={history}>
        {(found) => (
          <>
            {found.versions.map((version) => (
              <section key={version.revision} className="reference-version" data-testid="version">
                <header>
                  <strong className="num">v{version.revision}</strong>
                  <span className="num">{t('reference.since', { date: version.effective_from })}</span>
                  <span className="muted small">
                    {version.recorded_by === 'system' ? t('reference.asDelivered') : `${moment(version.recorded_at)} · ${version.recorded_by}`}
                    {version.on_behalf_of ? ` · ${t('reference.askedBy', { login: version.on_behalf_of })}` : ''}
                  </span>
                </header>
                <p className="muted small">{version.reason}</p>
                <Difference before={version.before} after={version.after} />
              </section>
            ))}
          </>
        )}
      </Loaded>
    </SideDrawer>
  );
}
