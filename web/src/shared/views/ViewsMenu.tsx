import { DownOutlined, PushpinFilled, PushpinOutlined, StarFilled, StarOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../access/session';
import { api, unwrap } from '../api/client';
import { ApiProblem } from '../api/problem';
import type { Role, SavedView } from '../api/types';
import { pick } from '../i18n';
import { Pop } from '../page/Pop';
import type { TableState } from '../table/useTable';
import type { ViewsState } from './useViews';
import { ViewDialog } from './ViewDialog';

interface ViewsMenuProps<T> {
  views: ViewsState;
  table: TableState<T>;
}

/** The views of a list: open one, save what is changed, share, choose the one that opens first. */
export function ViewsMenu<T>({ views, table }: ViewsMenuProps<T>) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [dialog, setDialog] = useState<SavedView | 'new' | null>(null);
  const { active } = views;
  const save = useSaveChanges(views, table);
  return (
    <>
      {active && views.modified ? (
        <Button type="link" size="small" onClick={() => views.open(active)} data-testid="undo-view">
          {t('preference.undoChanges')}
        </Button>
      ) : null}
      {active?.mine && views.modified ? (
        <Button loading={save.isPending} onClick={() => save.mutate(active)} data-testid="save-view-changes">
          {t('preference.saveChanges')}
        </Button>
      ) : null}
      <Pop
        open={open}
        onOpenChange={setOpen}
        anew
        content={
          <Menu
            views={views}
            close={() => setOpen(false)}
            edit={(what) => {
              setOpen(false);
              setDialog(what);
            }}
          />
        }
      >
        <Button icon={active ? <StarFilled /> : <StarOutlined />} data-testid="views">
          <span className="truncate" style={{ display: 'inline-block', maxWidth: 160, verticalAlign: 'bottom' }}>
            {active?.name ?? t('shared.views')}
          </span>
          {active && views.modified ? <span className="muted small">{t('preference.changedView')}</span> : null}
          <DownOutlined style={{ fontSize: 10 }} />
        </Button>
      </Pop>
      {dialog ? <ViewDialog views={views} table={table} view={dialog === 'new' ? null : dialog} close={() => setDialog(null)} /> : null}
    </>
  );
}

function useSaveChanges<T>(views: ViewsState, table: TableState<T>) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (view: SavedView) =>
      unwrap(
        api.PUT('/api/v1/saved-views/{id}', {
          params: { path: { id: view.id } },
          body: {
            version: view.version, name: view.name, shared_with: view.shared_with ?? null, filters: views.filters,
            layout: { columns: table.layout.columns ?? [], density: table.layout.density ?? null, page_size: table.layout.page_size ?? null, continuous: table.layout.continuous ?? false, sort: table.layout.sort ?? null },
          },
        }),
      ),
    onSuccess: async () => {
      await views.refresh();
      void message.success(t('preference.saved'));
    },
    onError: (problem) => void message.error(problem instanceof ApiProblem && problem.detail ? problem.detail : t('shared.failed')),
  });
}

function useRoleName(): (code: string) => string {
  const may = useMay();
  const roles = useQuery({ queryKey: ['roles'], enabled: may('access.read'), queryFn: () => unwrap(api.GET('/api/v1/roles')) });
  return (code) => {
    const role: Role | undefined = roles.data?.items.find((one) => one.code === code);
    return role ? pick(role.name_zh, role.name_en) : code;
  };
}

interface MenuProps {
  views: ViewsState;
  close: () => void;
  edit: (what: SavedView | 'new') => void;
}

function Menu({ views, close, edit }: MenuProps) {
  const { t } = useTranslation();
  const own = views.list.filter((view) => view.mine);
  const shared = views.list.filter((view) => !view.mine);
  const row = (view: SavedView) => <Row key={view.id} view={view} views={views} close={close} edit={edit} />;
  return (
    <div className="views-menu" data-testid="views-menu">
      {views.list.length === 0 ? <div className="muted small hint">{t('preference.noViews')}</div> : null}
      {own.length > 0 ? <div className="section">{t('preference.mine')}</div> : null}
      {own.map(row)}
      {shared.length > 0 ? <div className="section">{t('preference.shared')}</div> : null}
      {shared.map(row)}
      <div className="foot">
        <Button type="link" size="small" onClick={() => edit('new')} data-testid="new-view">
          {t('preference.newView')}
        </Button>
        {views.active ? (
          <Button
            type="link"
            size="small"
            data-testid="leave-view"
            onClick={() => {
              close();
              views.leave();
            }}
          >
            {t('preference.leaveView')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Row({ view, views, close, edit }: MenuProps & { view: SavedView }) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const { message } = App.useApp();
  const choose = useMutation({
    mutationFn: (id: string | null) => unwrap(api.PUT('/api/v1/default-views/{table}', { params: { path: { table: views.table } }, body: { view_id: id } })),
    onSuccess: () => views.refresh(),
    onError: (problem) => void message.error(problem instanceof ApiProblem && problem.detail ? problem.detail : t('shared.failed')),
  });
  const words = view.is_default ? t('preference.noDefault') : t('preference.makeDefault');
  return (
    <div className={view.id === views.active?.id ? 'view on' : 'view'} data-view={view.name}>
      <button
        type="button"
        className="name"
        onClick={() => {
          close();
          views.open(view);
        }}
      >
        <span className="truncate">{view.name}</span>
        <span className="truncate muted small">
          {view.mine ? (view.shared_with ? t('preference.sharedWith', { role: roleName(view.shared_with) }) : t('preference.onlyMe')) : view.owner}
          {view.is_default ? ` · ${t('preference.defaultView')}` : ''}
        </span>
      </button>
      <Tooltip title={words}>
        <Button
          type="text"
          size="small"
          aria-pressed={view.is_default}
          aria-label={`${words} ${view.name}`}
          icon={view.is_default ? <PushpinFilled /> : <PushpinOutlined />}
          onClick={() => choose.mutate(view.is_default ? null : view.id)}
          data-testid="default-view"
        />
      </Tooltip>
      {view.mine ? (
        <Button type="text" size="small" onClick={() => edit(view)} aria-label={`${t('preference.renameView')} ${view.name}`} data-testid="edit-view">
          ⋯
        </Button>
      ) : null}
    </div>
  );
}
