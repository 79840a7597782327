//! Claims as they arrive by feed (S4.6).

/// Which attribution types of a file say that its location holds the claim (S13.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimAttributions(Vec<String>);

impl Default for ClaimAttributions {
    fn default() -> Self {
        Self::new(["CPOR - FRP", "CPOR"])
    }
}

impl ClaimAttributions {
    /// The types given, compared without regard to case and spaces.
    pub fn new<T: AsRef<str>>(types: impl IntoIterator<Item = T>) -> Self {
        Self(types.into_iter().map(|one| spelling(one.as_ref())).filter(|one| !one.is_empty()).collect())
    }

    /// Whether a row with this attribution type brings a claim.
    pub fn contain(&self, attribution: &str) -> bool {
        let wanted = spelling(attribution);
        self.0.contains(&wanted)
    }
}

fn spelling(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attribution_types_are_compared_without_regard_to_case_and_spaces() {
        let usual = ClaimAttributions::default();
        for text in ["CPOR - FRP", "cpor-frp", " CPOR ", "Cpor"] {
            assert!(usual.contain(text), "{text}");
        }
        for text in ["", "CPO", "DPOR", "Transacting partner"] {
            assert!(!usual.contain(text), "{text}");
        }
        assert!(ClaimAttributions::new(["Reseller"]).contain("reseller"));
    }
}
