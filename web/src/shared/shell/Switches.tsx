import { MoonOutlined, SunOutlined, TranslationOutlined } from '@ant-design/icons';
import { Button, Segmented, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { setLanguage } from '../i18n';
import type { Unit } from '../money/format';
import { usePreferences } from './preferences';

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  return (
    <Tooltip title={t('shared.language')}>
      <Button
        type="text"
        icon={<TranslationOutlined />}
        data-testid="language"
        aria-label={`${t('shared.language')} ${english ? '中' : 'EN'}`}
        onClick={() => setLanguage(english ? 'zh-CN' : 'en')}
      >
        {english ? '中' : 'EN'}
      </Button>
    </Tooltip>
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { theme, change } = usePreferences();
  const dark = theme === 'dark';
  return (
    <Tooltip title={dark ? t('shared.light') : t('shared.dark')}>
      <Button
        type="text"
        data-testid="theme"
        aria-label={dark ? t('shared.light') : t('shared.dark')}
        icon={dark ? <SunOutlined /> : <MoonOutlined />}
        onClick={() => change({ theme: dark ? 'light' : 'dark' })}
      />
    </Tooltip>
  );
}

/** 元 / 万元 in Chinese, units / thousands in English. */
export function UnitSwitch() {
  const { t } = useTranslation();
  const { unit, change } = usePreferences();
  return (
    <Segmented<Unit>
      size="small"
      value={unit}
      onChange={(chosen) => change({ unit: chosen })}
      options={[
        { value: 'full', label: t('shared.unitFull') },
        { value: 'short', label: t('shared.unitShort') },
      ]}
    />
  );
}
