//! Bytes into text: UTF-8, or what spreadsheets in Chinese write.

use crate::domain::ImportRefusal;
use std::borrow::Cow;

/// The text of a file in UTF-8, with or without a byte order mark, in UTF-16 with one, or in GB18030.
pub(super) fn decode(content: &[u8]) -> Result<Cow<'_, str>, ImportRefusal> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(content) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&content[mark..]);
        return text.ok_or(ImportRefusal::EncodingUnknown);
    }
    if let Ok(text) = std::str::from_utf8(content) {
        return Ok(Cow::Borrowed(text));
    }
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(content);
    text.ok_or(ImportRefusal::EncodingUnknown)
}
