import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Explained } from '../../glossary/Explained';
import { PersonalData } from './PersonalData';
import { usePageTitle } from '../shell/tabs';

interface PageProps {
  title: string;
  asOf?: string | null | undefined;
  actions?: ReactNode;
  /** Names or numbers of persons stand on it: it bears the mark of who looks. */
  personal?: boolean;
  children: ReactNode;
}

/** A page begins with its title and the date that its figures speak of. */
export function Page({ title, asOf, actions, personal = false, children }: PageProps) {
  const { t } = useTranslation();
  usePageTitle(title);
  const page = (
    <div className="page">
      <header className="page-head">
        <h1>{title}</h1>
        {asOf ? <span className="as-of num">{t('shared.asOf', { date: asOf })}</span> : null}
        {actions ? <div className="actions">{actions}</div> : null}
      </header>
      {children}
    </div>
  );
  return personal ? <PersonalData>{page}</PersonalData> : page;
}

interface PanelProps {
  title?: ReactNode;
  unit?: ReactNode;
  actions?: ReactNode;
  /** Tables go to the edge. */
  flush?: boolean;
  children: ReactNode;
}

export function Panel({ title, unit, actions, flush, children }: PanelProps) {
  return (
    <section className="panel">
      {title ? (
        <div className="panel-head">
          <h2>{title}</h2>
          {unit ? <span className="unit">{unit}</span> : null}
          {actions ? <div className="actions">{actions}</div> : null}
        </div>
      ) : null}
      <div className={flush ? undefined : 'panel-body'}>{children}</div>
    </section>
  );
}

export interface Fact {
  label: ReactNode;
  value: ReactNode;
}

export function Facts({ items, className = 'facts' }: { items: (Fact | null)[]; className?: string }) {
  return (
    <dl className={className}>
      {items.map((fact, index) =>
        fact ? (
          <div key={index}>
            <dt>
              <Explained>{fact.label}</Explained>
            </dt>
            <dd>{fact.value === null || fact.value === undefined || fact.value === '' ? '—' : fact.value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
