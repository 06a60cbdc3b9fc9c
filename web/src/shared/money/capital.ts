const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];

function group(four: string): string {
  let shown = '';
  let gap = false;
  for (let i = 0; i < 4; i++) {
    const digit = Number(four[i]);
    if (digit === 0) {
      gap = shown !== '';
    } else {
      shown += (gap ? '零' : '') + DIGITS[digit] + PLACES[3 - i];
      gap = false;
    }
  }
  return shown;
}

function whole(digits: string): string {
  const padded = digits.padStart(Math.ceil(digits.length / 4) * 4, '0');
  const count = padded.length / 4;
  let shown = '';
  let gap = false;
  for (let i = 0; i < count; i++) {
    const four = padded.slice(i * 4, i * 4 + 4);
    const text = group(four);
    if (text === '') {
      gap = shown !== '';
      continue;
    }
    const zero = shown !== '' && (gap || four.startsWith('0'));
    shown += (zero ? '零' : '') + text + GROUPS[count - 1 - i];
    gap = false;
  }
  return shown;
}

/** Chinese capital amount as written on vouchers: 人民币壹仟零柒拾贰元整. Undefined when it is not an amount. */
export function capitalAmount(amount: string): string | undefined {
  const found = /^(\d{1,16})(?:\.(\d{0,2}))?$/.exec(amount.trim());
  if (!found) return undefined;
  const yuan = found[1]!.replace(/^0+/, '');
  const [jiao = '0', fen = '0'] = (found[2] ?? '').padEnd(2, '0');
  let shown = yuan ? `${whole(yuan)}元` : '';
  if (jiao === '0' && fen === '0') return `人民币${shown || '零元'}整`;
  if (jiao !== '0') shown += `${DIGITS[Number(jiao)]}角`;
  else if (shown) shown += '零';
  shown += fen === '0' ? '整' : `${DIGITS[Number(fen)]}分`;
  return `人民币${shown}`;
}
