import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Steps } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../access/session';
import { api, commandHeaders, newCommandKey, unwrap } from '../shared/api/client';
import { Loaded, ProblemNote } from '../shared/page/states';
import { LanguageSwitch, ThemeSwitch } from '../shared/shell/Switches';
import { AdministratorStep } from './AdministratorStep';
import { type Presets, useSetup } from './api';
import { BranchesStep } from './BranchesStep';
import { ConfirmStep } from './ConfirmStep';
import { InstitutionStep } from './InstitutionStep';
import { Making } from './Making';
import { type Plan, placeOf, request, STEPS, type Step, takesOver } from './plan';
import { StartStep } from './StartStep';

/** The first start: step by step to a lender that can work. */
export default function SetupPage() {
  const { t } = useTranslation();
  const setup = useSetup();
  return (
    <div className="setup">
      <header className="setup-head">
        <img src="/favicon.svg" alt="" width={28} height={28} />
        <div>
          <h1>{t('setup.title')}</h1>
          <p className="muted">{t('setup.hint')}</p>
        </div>
        <div className="setup-tools">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <Loaded query={setup}>{(found) => (found.stage === 'needed' ? <Wizard presets={found.presets} years={found.calendar_years} /> : <Making />)}</Loaded>
    </div>
  );
}

function Wizard({ presets, years }: { presets: Presets; years: number[] }) {
  const { t } = useTranslation();
  const session = useSession();
  const over = takesOver(session);
  const queries = useQueryClient();
  const [form] = Form.useForm<Plan>();
  const [at, setAt] = useState<Step>('institution');
  const [making, setMaking] = useState(false);
  const place = STEPS.indexOf(at);
  const told = (problem: unknown) => {
    const wrong = placeOf(problem);
    if (!wrong) return;
    setAt(wrong.step);
    form.setFields([{ name: wrong.field as never, errors: [(problem as Error).message] }]);
  };
  const post = (dry: boolean) =>
    unwrap(
      api.POST('/api/v1/setup', {
        body: request(form.getFieldsValue(true) as Plan, over),
        params: { query: { dry_run: dry } },
        ...(dry ? {} : { headers: commandHeaders(newCommandKey()) }),
      }),
    );
  const check = useMutation({ mutationFn: () => post(true), onError: told });
  const finish = useMutation({
    mutationFn: async () => {
      const state = await post(false);
      const plan = form.getFieldsValue(true) as Plan;
      if (over) await unwrap(api.POST('/api/v1/session', { body: { login: plan.administrator.login.trim(), password: plan.administrator.password } }));
      return state;
    },
    onSuccess: (state) => (state.stage === 'done' ? void queries.invalidateQueries() : setMaking(true)),
    onError: told,
  });
  const next = async () => {
    await form.validateFields({ recursive: true, dirty: false });
    const step = STEPS[place + 1] ?? 'confirm';
    setAt(step);
    if (step === 'confirm') check.mutate();
  };
  if (making) return <Making />;
  return (
    <section className="panel setup-body">
      <Steps className="setup-steps" current={place} size="small" responsive={false} items={STEPS.map((step) => ({ title: t(`setup.step.${step}`) }))} />
      <Form<Plan>
        form={form}
        layout="vertical"
        preserve
        initialValues={{ institution: { currency: 'CNY' }, branches: [], start: 'empty', calendar: 'china', first_day: dayjs().format('YYYY-MM-DD'), products: presets.filter((one) => one.currency === 'CNY').map((one) => one.code) }}
        onFinish={() => void (at === 'confirm' ? finish.mutate() : next())}
      >
        {at === 'institution' ? <InstitutionStep /> : null}
        {at === 'branches' ? <BranchesStep /> : null}
        {at === 'administrator' ? <AdministratorStep over={over} login={session.user.login} /> : null}
        {at === 'start' ? <StartStep presets={presets} years={years} /> : null}
        {at === 'confirm' ? <ConfirmStep plan={form.getFieldsValue(true) as Plan} over={over} presets={presets} checking={check.isPending} checked={check.isSuccess} /> : null}
        {check.isError || finish.isError ? (
          <div style={{ marginTop: 12 }}>
            <ProblemNote problem={finish.error ?? check.error} />
          </div>
        ) : null}
        <div className="setup-actions">
          {place > 0 ? (
            <Button
              onClick={() => {
                check.reset();
                finish.reset();
                setAt(STEPS[place - 1] ?? 'institution');
              }}
            >
              {t('setup.back')}
            </Button>
          ) : null}
          <Button type="primary" htmlType="submit" loading={finish.isPending} disabled={at === 'confirm' && !check.isSuccess} data-testid="setup-next">
            {at === 'confirm' ? t('setup.finish') : t('setup.next')}
          </Button>
        </div>
      </Form>
    </section>
  );
}
