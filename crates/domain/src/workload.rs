//! The catalogue of workloads: one code each, whatever the spelling of the file.

/// A workload of the shipped catalogue: its code is the name that files use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresetWorkload {
    /// The code, as files write it.
    pub code: &'static str,
    /// The name people read, in English.
    pub name_en: &'static str,
    /// The name people read, in Dutch.
    pub name_nl: &'static str,
    /// The family of licences to which it belongs, unless an operator says otherwise (S5.4).
    pub sku_bucket: &'static str,
    /// Other names under which files bring the same workload.
    pub aliases: &'static [&'static str],
}

const MICROSOFT_365: &str = "microsoft_365";
const SECURITY: &str = "security";
const COPILOT: &str = "copilot";

/// The families of licences that ship, in the order in which pages list them; workloads that files add are in the last.
pub const SKU_BUCKETS: [&str; 4] = [MICROSOFT_365, SECURITY, COPILOT, "other"];

const fn preset(
    code: &'static str,
    name_en: &'static str,
    name_nl: &'static str,
    sku_bucket: &'static str,
    aliases: &'static [&'static str],
) -> PresetWorkload {
    PresetWorkload { code, name_en, name_nl, sku_bucket, aliases }
}

/// The workloads that ship, in the order in which pages list them.
pub const PRESET: [PresetWorkload; 12] = [
    preset("Exchange", "Exchange Online", "Exchange Online", MICROSOFT_365, &["Exchange Online", "EXO"]),
    preset("Teams", "Teams", "Teams", MICROSOFT_365, &["Microsoft Teams", "MS Teams"]),
    preset("SharePoint", "SharePoint Online", "SharePoint Online", MICROSOFT_365, &["SharePoint Online", "SPO"]),
    preset("OneDrive", "OneDrive", "OneDrive", MICROSOFT_365, &["OneDrive for Business", "ODB"]),
    preset(
        "OfficeProPlus",
        "Microsoft 365 Apps",
        "Microsoft 365-apps",
        MICROSOFT_365,
        &["Office Pro Plus", "Office 365 ProPlus"],
    ),
    preset("Yammer", "Viva Engage", "Viva Engage", MICROSOFT_365, &["Yammer Enterprise"]),
    preset("AADP", "Entra ID Premium", "Entra ID Premium", SECURITY, &["Azure AD Premium", "AAD Premium"]),
    preset("Intune", "Intune", "Intune", SECURITY, &["Microsoft Intune"]),
    preset(
        "Azip",
        "Information Protection",
        "Informatiebeveiliging",
        SECURITY,
        &["AIP", "Azure Information Protection"],
    ),
    preset("Defender", "Defender for Office 365", "Defender voor Office 365", SECURITY, &["Defender for Office 365"]),
    preset("Purview", "Purview", "Purview", SECURITY, &["Microsoft Purview"]),
    preset(
        "Copilot",
        "Microsoft 365 Copilot",
        "Microsoft 365 Copilot",
        COPILOT,
        &["Microsoft 365 Copilot", "M365 Copilot"],
    ),
];

/// How long the name of a workload may be, in bytes.
pub const LONGEST_NAME: usize = 64;

/// The form by which two spellings of one workload are the same: letters and digits, lower case.
pub fn spelling(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The code of the shipped catalogue for a name, where it has one.
pub fn preset_code(name: &str) -> Option<&'static str> {
    let wanted = spelling(name);
    PRESET
        .iter()
        .find(|one| spelling(one.code) == wanted || one.aliases.iter().any(|alias| spelling(alias) == wanted))
        .map(|one| one.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_workload_have_one_code() {
        for name in ["Teams", "teams", " TEAMS ", "Microsoft Teams", "ms-teams"] {
            assert_eq!(preset_code(name), Some("Teams"), "{name}");
        }
        assert_eq!(preset_code("Kaizala"), None);
    }

    #[test]
    fn no_spelling_belongs_to_two_workloads() {
        let mut seen = std::collections::HashSet::new();
        for one in PRESET {
            let mut own: Vec<_> = one.aliases.iter().map(|alias| spelling(alias)).collect();
            own.push(spelling(one.code));
            own.sort();
            own.dedup();
            for it in own {
                assert!(seen.insert(it.clone()), "{it}");
            }
        }
    }
}
