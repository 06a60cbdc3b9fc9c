//! Display masks for personal data (JR/T 0171-2020 class C2): enough to recognise, too little to misuse.

const STAR: char = '*';

/// Surnames of two characters, which are kept whole.
const COMPOUND_SURNAMES: [&str; 40] = [
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊",
    "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
    "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "令狐", "拓跋",
];

/// A person's name: 张* / 张*三 / 欧阳**; other scripts and names with a dot keep the first letter of each part
/// (`J*** S****`, 阿***·买**). A compound surname is kept, the given name is not.
pub fn mask_name(name: &str) -> String {
    let name = name.trim();
    let chars: Vec<char> = name.chars().collect();
    if !chars.iter().all(|&c| is_han(c)) {
        return mask_parts(&chars);
    }
    match chars.len() {
        0 => String::new(),
        1 => STAR.to_string(),
        2 => mask_middle(&chars, 1, 0),
        _ if COMPOUND_SURNAMES.iter().any(|surname| name.starts_with(surname)) => mask_middle(&chars, 2, 0),
        _ => mask_middle(&chars, 1, 1),
    }
}

/// An identity number, kept to its first 3 and last 4 characters: `110***********1233`.
pub fn mask_identity(number: &str) -> String {
    mask_long(number, 3, 4)
}

/// A mobile number, kept to its first 3 and last 4 digits: `138****8000`.
pub fn mask_mobile(number: &str) -> String {
    mask_long(number, 3, 4)
}

/// A bank card number, kept to its first 6 and last 4 digits: `622202*********0128`.
pub fn mask_bank_card(number: &str) -> String {
    mask_long(number, 6, 4)
}

/// Keeps both ends when at least as much is hidden as half of what is shown; otherwise only the last two characters.
fn mask_long(text: &str, head: usize, tail: usize) -> String {
    let chars: Vec<char> = text.trim().chars().collect();
    if chars.len() >= head + tail + (head + tail) / 2 {
        mask_middle(&chars, head, tail)
    } else {
        mask_middle(&chars, 0, chars.len().min(4) / 2)
    }
}

fn mask_middle(chars: &[char], head: usize, tail: usize) -> String {
    let shown = |index: usize| index < head || index >= chars.len() - tail;
    chars
        .iter()
        .enumerate()
        .map(|(index, &c)| if shown(index) { c } else { STAR })
        .collect()
}

/// First letter of each part, the parts being set apart by anything that is no letter.
fn mask_parts(chars: &[char]) -> String {
    let mut first = true;
    let mut text = String::with_capacity(chars.len());
    for &c in chars {
        if c.is_alphanumeric() {
            text.push(if first { c } else { STAR });
            first = false;
        } else {
            text.push(c);
            first = !matches!(c, '\'' | '’');
        }
    }
    text
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_the_surname_and_little_else() {
        for (name, masked) in [
            ("", ""),
            ("张", "*"),
            ("张三", "张*"),
            ("张小三", "张*三"),
            ("张三李四", "张**四"),
            ("欧阳锋", "欧阳*"),
            ("欧阳小锋", "欧阳**"),
            ("欧阳", "欧*"),
            (" 王五 ", "王*"),
            ("阿依古丽·买买提", "阿***·买**"),
            ("John Smith", "J*** S****"),
            ("Anne-Marie O'Neil", "A***-M**** O'****"),
        ] {
            assert_eq!(mask_name(name), masked, "{name}");
        }
    }

    #[test]
    fn numbers_keep_their_ends() {
        assert_eq!(mask_identity("110101199003071233"), "110***********1233");
        assert_eq!(mask_mobile("13812348000"), "138****8000");
        assert_eq!(mask_bank_card("6222021234567890128"), "622202*********0128");
        assert_eq!(mask_bank_card("6222021234560128"), "622202******0128");
    }

    #[test]
    fn short_numbers_show_at_most_two_characters() {
        for (number, masked) in [
            ("", ""),
            ("1", "*"),
            ("12", "*2"),
            ("123", "**3"),
            ("1234567", "*****67"),
        ] {
            assert_eq!(mask_identity(number), masked, "{number}");
        }
    }
}
