import { App, Button, Form, type FormInstance, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Difference } from '../access/Difference';
import { needsCheck, RefusalOrProposal } from '../access/ProposePanel';
import { newCommandKey } from '../shared/api/client';
import { ApiProblem } from '../shared/api/problem';
import type { ReferenceChange, ReferenceChanged } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { Dialog } from '../shared/page/Dialog';
import { useChange } from './api';

export interface Reasoned {
  source: string;
  reason: string;
}

interface ChangeDialogProps<T extends Reasoned> {
  title: string;
  width?: number;
  kind: string;
  form: FormInstance<T>;
  initial: Partial<T>;
  /** The fields before source and reason. */
  children?: ReactNode;
  /** The code and its change; nothing while the fields do not say enough. */
  toChange: (given: T) => { item: string; body: ReferenceChange } | null;
  close: () => void;
}

interface Review {
  item: string;
  body: ReferenceChange;
  changed: ReferenceChanged;
  key: string;
}

/** A change of master data: its fields, then the difference that it makes, then the change or its proposal. */
export function ChangeDialog<T extends Reasoned>({ title, width = 720, kind, form, initial, children, toChange, close }: ChangeDialogProps<T>) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useChange(kind);
  const [review, setReview] = useState<Review | null>(null);
  const leave = useLeave(form, initial, close);
  const look = async (given: T) => {
    const wanted = toChange(given);
    if (!wanted) return;
    const key = newCommandKey();
    try {
      setReview({ ...wanted, key, changed: await change.mutateAsync({ ...wanted, key, dryRun: true }) });
    } catch (problem) {
      const field = problem instanceof ApiProblem ? problem.field?.replace('content.', '') : undefined;
      if (field && problem instanceof ApiProblem) form.setFields([{ name: field as never, errors: [problem.message] }]);
    }
  };
  const go = async () => {
    if (!review) return;
    const done = await change.mutateAsync({ ...review, dryRun: false }).catch(() => null);
    if (!done) return;
    void message.success(t('reference.saved'));
    close();
  };
  const back = () => {
    setReview(null);
    change.reset();
  };
  const required = { required: true, whitespace: true, message: t('reference.missing') };
  return (
    <Dialog
      title={title}
      width={width}
      onCancel={leave}
      footer={[
        <Button key="back" onClick={review ? back : leave}>
          {review ? t('reference.back') : t('shared.cancel')}
        </Button>,
        review && needsCheck(change.error) ? null : review ? (
          <Button key="go" type="primary" loading={change.isPending} onClick={() => void go()} data-testid="confirm">
            {t('reference.save')}
          </Button>
        ) : (
          <Button key="look" type="primary" loading={change.isPending} onClick={() => form.submit()} data-testid="preview">
            {t('reference.preview')}
          </Button>
        ),
      ]}
    >
      <RefusalOrProposal
        problem={change.error}
        proposal={review ? { command: `reference.change_${kind}`, content: { code: review.item, change: review.body } } : null}
        reason={review?.body.reason ?? ''}
        close={close}
      />
      {review ? <Difference before={review.changed.before} after={review.changed.after} /> : null}
      <Form<T> form={form} layout="vertical" initialValues={initial as never} onFinish={(given) => void look(given)} hidden={review !== null}>
        {children}
        <Form.Item name={'source' as never} label={t('reference.source')} rules={[required]}>
          <Input maxLength={200} placeholder={t('reference.sourceHint')} />
        </Form.Item>
        <Form.Item name={'reason' as never} label={t('reference.reason')} rules={[required]}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
