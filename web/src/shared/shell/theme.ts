import { theme, type ThemeConfig } from 'antd';

const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei", sans-serif';

/** Neutral greys, one deep blue for actions and selection; on a phone controls are as high as a finger needs. */
export function houseTheme(mode: 'light' | 'dark', narrow: boolean, still: boolean): ThemeConfig {
  const dark = mode === 'dark';
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      fontFamily: FONT,
      fontSize: 14,
      ...(narrow ? { controlHeight: 44, controlHeightSM: 36 } : {}),
      borderRadius: 6,
      colorPrimary: dark ? '#4c82e6' : '#1d4fa8',
      colorInfo: dark ? '#4c82e6' : '#1d4fa8',
      colorLink: dark ? '#82aef7' : '#1d4fa8',
      colorError: dark ? '#fb8480' : '#c62a2f',
      colorSuccess: dark ? '#4fb477' : '#1d7d46',
      colorBgLayout: dark ? '#111418' : '#f4f6f9',
      colorBgContainer: dark ? '#191d23' : '#ffffff',
      colorBgElevated: dark ? '#20252d' : '#ffffff',
      colorTextBase: dark ? '#e6e9ee' : '#1a2230',
      colorBorderSecondary: dark ? '#2a3038' : '#e6eaf0',
      colorTextDescription: dark ? '#a2abb8' : '#596375',
      colorTextPlaceholder: dark ? '#8f99a8' : '#667080',
      colorTextQuaternary: dark ? '#8f99a8' : '#667080',
      colorTextTertiary: dark ? '#a2abb8' : '#596375',
      motion: !still,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Table: {
        headerBg: dark ? '#1e232a' : '#f7f9fb',
        headerColor: dark ? '#b4bcc8' : '#4b5565',
        headerSplitColor: 'transparent',
        rowHoverBg: dark ? '#222933' : '#f3f7fd',
        cellPaddingBlockSM: 7,
        cellPaddingInlineSM: 10,
        headerBorderRadius: 0,
      },
      Menu: { itemHeight: 36, itemMarginBlock: 2, subMenuItemBg: 'transparent', itemSelectedBg: dark ? '#1f2b40' : '#e9f0fb', itemSelectedColor: dark ? '#9cc0fa' : '#1d4fa8' },
      // The brighter red and blue that text needs on a dark ground carry dark words when they fill a button.
      Button: dark ? { dangerColor: '#1a0c0c' } : {},
      Tabs: dark ? { itemSelectedColor: '#82aef7', itemHoverColor: '#9cc0fa', itemActiveColor: '#82aef7', inkBarColor: '#82aef7' } : {},
      Card: { bodyPaddingSM: 14 },
      Layout: { headerHeight: 52, headerPadding: '0 16px' },
    },
  };
}
