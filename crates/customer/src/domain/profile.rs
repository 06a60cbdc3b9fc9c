/// How a customer is classed, by codes of the lender's lists; each may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// What the customer does, a code of the list `industry` (GB/T 4754).
    pub industry: Option<String>,
    /// Where the customer lives or has its seat, a code of the list `region` (GB/T 2260).
    pub region: Option<String>,
}

impl Profile {
    /// What somebody typed; blanks say nothing.
    #[must_use]
    pub fn of(industry: Option<&str>, region: Option<&str>) -> Profile {
        let code = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        Profile {
            industry: code(industry),
            region: code(region),
        }
    }

    /// Whether the other one says nothing else: what it leaves open may be anything.
    #[must_use]
    pub fn holds(&self, other: &Profile) -> bool {
        let same = |known: &Option<String>, said: &Option<String>| said.is_none() || said == known;
        same(&self.industry, &other.industry) && same(&self.region, &other.region)
    }

    /// The list, the field and the code of everything that is said.
    pub fn codes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let named = [("industry", &self.industry), ("region", &self.region)];
        named
            .into_iter()
            .filter_map(|(name, code)| Some((name, code.as_deref()?)))
    }
}
