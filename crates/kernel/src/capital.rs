//! Amounts in Chinese capitals (大写金额), as written on contracts and receipts.

use crate::{Currency, Money};

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const FRACTIONS: [char; 4] = ['角', '分', '厘', '毫'];

/// The amount in Chinese capitals, e.g. `1000000.00 CNY` → 人民币壹佰万元整.
///
/// Source: 支付结算办法 (银发〔1997〕393号) annex 1, 正确填写票据和结算凭证的基本规定. Where the annex leaves a choice:
/// 零 is written between yuan and jiao when the yuan digit is zero (壹仟陆佰捌拾元零叁角贰分), not before a thousand
/// digit that follows 万 (壹拾万柒仟元), and 整 stands only after 元. Below one yuan no 元 is written (伍角).
///
/// CNY is led by 人民币, a few other currencies by their Chinese name, the rest by their code. A negative amount has 负
/// after the currency.
pub fn chinese_capital(money: Money) -> String {
    let exponent = money.currency().exponent() as usize;
    let scale = 10_u64.pow(money.currency().exponent());
    let amount = money.minor().unsigned_abs();
    let (whole, fraction) = (amount / scale, amount % scale);

    let mut text = currency_name(money.currency()).to_string();
    if money.minor() < 0 {
        text.push('负');
    }
    if whole > 0 || fraction == 0 {
        push_integer(&mut text, whole);
        text.push('元');
    }
    if fraction == 0 {
        text.push('整');
    } else {
        push_fraction(&mut text, whole, &format!("{fraction:0exponent$}"));
    }
    text
}

fn currency_name(currency: Currency) -> &'static str {
    match currency.code() {
        "CNY" => "人民币",
        "USD" => "美元",
        "EUR" => "欧元",
        "GBP" => "英镑",
        "HKD" => "港币",
        "JPY" => "日元",
        code => code,
    }
}

/// Jiao, fen and smaller. A zero is written once before a digit that follows zeros, also when the zero is the yuan digit.
fn push_fraction(text: &mut String, whole: u64, digits: &str) {
    let mut zero_before = whole > 0 && whole.is_multiple_of(10);
    let mut written = whole > 0;
    for (digit, unit) in digits.bytes().map(|byte| usize::from(byte - b'0')).zip(FRACTIONS) {
        if digit == 0 {
            zero_before = written;
            continue;
        }
        if zero_before {
            text.push('零');
        }
        text.push(DIGITS[digit]);
        text.push(unit);
        (zero_before, written) = (false, true);
    }
}

/// Groups of four digits under 万 and 亿; above 亿 the same again, so that every `u64` can be written.
fn push_integer(text: &mut String, number: u64) {
    if number == 0 {
        text.push('零');
        return;
    }
    for (size, unit) in [(100_000_000, '亿'), (10_000, '万')] {
        if number >= size {
            let (high, low) = (number / size, number % size);
            push_integer(text, high);
            text.push(unit);
            if low > 0 {
                if low < size / 10 {
                    text.push('零');
                }
                push_integer(text, low);
            }
            return;
        }
    }
    push_group(text, number);
}

/// One to four digits; inner zeros are written once, outer zeros not at all.
fn push_group(text: &mut String, group: u64) {
    let (mut started, mut zero_before) = (false, false);
    for (size, unit) in [(1000, Some('仟')), (100, Some('佰')), (10, Some('拾')), (1, None)] {
        let digit = (group / size % 10) as usize;
        if digit == 0 {
            zero_before = started;
            continue;
        }
        if zero_before {
            text.push('零');
        }
        text.push(DIGITS[digit]);
        text.extend(unit);
        (started, zero_before) = (true, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capital(amount: &str, code: &str) -> String {
        let currency = Currency::parse(code).expect("a currency of the test table");
        chinese_capital(Money::parse(amount, currency).expect("an amount of the test table"))
    }

    #[test]
    fn renminbi_amounts_read_as_the_settlement_rules_write_them() {
        for (amount, text) in [
            ("0.00", "人民币零元整"),
            ("0.05", "人民币伍分"),
            ("0.50", "人民币伍角"),
            ("0.55", "人民币伍角伍分"),
            ("1.00", "人民币壹元整"),
            ("10.00", "人民币壹拾元整"),
            ("10.50", "人民币壹拾元零伍角"),
            ("1409.50", "人民币壹仟肆佰零玖元伍角"),
            ("6007.14", "人民币陆仟零柒元壹角肆分"),
            ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
            ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
            ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
            ("325.04", "人民币叁佰贰拾伍元零肆分"),
            ("1000000.00", "人民币壹佰万元整"),
            ("4890.17", "人民币肆仟捌佰玖拾元零壹角柒分"),
            ("10327.97", "人民币壹万零叁佰贰拾柒元玖角柒分"),
            ("100000.05", "人民币壹拾万元零伍分"),
            ("10001000.00", "人民币壹仟万壹仟元整"),
            ("10000001.00", "人民币壹仟万零壹元整"),
            ("100000000.00", "人民币壹亿元整"),
            ("100000001.00", "人民币壹亿零壹元整"),
            ("123456789.00", "人民币壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元整"),
            ("1000000000000.00", "人民币壹万亿元整"),
            ("1000500000000.00", "人民币壹万零伍亿元整"),
            ("200300004000.00", "人民币贰仟零叁亿零肆仟元整"),
            ("-12.30", "人民币负壹拾贰元叁角"),
        ] {
            assert_eq!(capital(amount, "CNY"), text, "{amount}");
        }
    }

    #[test]
    fn other_currencies_are_named_and_keep_their_own_minor_unit() {
        assert_eq!(capital("1234.50", "USD"), "美元壹仟贰佰叁拾肆元伍角");
        assert_eq!(capital("1500", "JPY"), "日元壹仟伍佰元整");
    }

    #[test]
    fn the_largest_and_smallest_amounts_can_be_written() {
        for minor in [i64::MAX, i64::MIN] {
            let text = chinese_capital(Money::new(minor, Currency::CNY));
            assert!(text.starts_with("人民币") && text.ends_with('分'), "{text}");
        }
    }
}
