use kernel::Timestamp;

/// Who took a file out of the house, and when: stands in the file itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The login.
    pub login: String,
    /// When the file was asked for.
    pub at: Timestamp,
    /// The export's number: with it the audit trail is found.
    pub number: String,
    /// Whether the reader's language is English.
    pub english: bool,
}

impl Mark {
    /// The sentence.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { login, at, number, .. } = self;
        if self.english {
            format!("Exported by {login} at {at} · {number} · for internal use")
        } else {
            format!("导出人 {login} · 时间 {at} · 编号 {number} · 仅限内部使用")
        }
    }
}
