import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { pick } from '../shared/i18n';
import { Facts } from '../shared/page/Page';
import type { Plan } from './plan';
import type { Presets } from './api';

interface ConfirmStepProps {
  plan: Plan;
  over: boolean;
  presets: Presets;
  checking: boolean;
  checked: boolean;
}

/** What will be written, and whether the server takes it. */
export function ConfirmStep({ plan, over, presets, checking, checked }: ConfirmStepProps) {
  const { t } = useTranslation();
  const names = presets.filter((one) => plan.products.includes(one.code)).map((one) => `${one.code} ${pick(one.name_zh, one.name_en)}`);
  const demo = plan.start === 'demo';
  return (
    <>
      <p className="muted">{t('setup.confirmHint')}</p>
      <Facts
        className="facts one"
        items={[
          { label: t('setup.step.institution'), value: `${plan.institution.name_zh} · ${plan.institution.name_en} · ${plan.institution.currency}` },
          { label: t('setup.step.branches'), value: plan.branches.length ? plan.branches.map((one) => `${one.code} ${one.name_zh}`).join('、') : t('setup.noBranches') },
          over ? { label: t('setup.step.administrator'), value: `${plan.administrator.name} · ${plan.administrator.login}` } : null,
          { label: t('setup.step.start'), value: demo ? t('setup.start.demo') : t('setup.start.empty') },
          demo ? null : { label: t('setup.firstDay'), value: <span className="num">{plan.first_day}</span> },
          demo ? null : { label: t('setup.calendar'), value: `${t(`setup.calendar.${plan.calendar}`)}${plan.calendar === 'own' ? ` · ${plan.calendar_name ?? ''}` : ''}` },
          demo ? null : { label: `${t('setup.products')} · ${t('setup.chosen', { count: names.length })}`, value: names.join('、') },
        ]}
      />
      {checking ? (
        <p className="muted">
          <Spin size="small" /> {t('setup.checking')}
        </p>
      ) : null}
      {checked ? (
        <p>
          <span className="state state-green" data-testid="setup-checked">
            {t('setup.checked')}
          </span>
        </p>
      ) : null}
    </>
  );
}
