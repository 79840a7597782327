//! How an operator sets up a provider (docs/operator/sign-in.md).

use std::fmt;
use std::str::FromStr;

use domain::pairs::Pairs;
use uuid::Uuid;

use crate::address::Endpoint;

/// In an issuer it stands for the directory of whoever signs in, as Microsoft Entra ID writes it.
pub(crate) const EACH_DIRECTORY: &str = "{tenantid}";

/// What the client proves itself with. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// The secret of a text, without the line break at its end; nothing for an empty one.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim_end_matches(['\r', '\n']);
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(..)")
    }
}

/// From which directory somebody comes who signs in there (S1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Directory {
    /// It is not known.
    #[default]
    None,
    /// Always from this one.
    Fixed(Uuid),
    /// From that of the claim `tid`, as with Microsoft Entra ID.
    OfClaim,
}

/// Whose people sign in there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Organisation {
    /// Those of the programme office.
    Programme,
    /// Those of the partner with this ID.
    Partner(String),
}

/// A provider as an operator sets it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderSettings {
    /// Its name in addresses and in the audit.
    pub code: String,
    /// Its name for people.
    pub name: String,
    /// Who it says it is.
    pub issuer: String,
    /// As whom it knows this installation.
    pub client_id: String,
    /// What that is proved with; nothing for a public client.
    pub client_secret: Option<ClientSecret>,
    /// The file with the secret, to be read at the start.
    pub secret_file: Option<String>,
    /// The file with the certificates of the operator's own authority (PEM), to be read at the start.
    pub authority_file: Option<String>,
    /// What was read from it.
    pub authorities: Option<Vec<u8>>,
    /// From which directory people come.
    pub directory: Directory,
    /// Whose people they are; nothing: everybody's.
    pub organisation: Option<Organisation>,
    /// Whether it may be at an address that is not public, and be asked without TLS there.
    pub allows_private: bool,
}

/// What is wrong with the text of a provider.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a provider is written code=...; name=...; issuer=https://...; client=...: {0}")]
pub struct NotAProvider(pub String);

impl FromStr for ProviderSettings {
    type Err = NotAProvider;

    fn from_str(text: &str) -> Result<Self, NotAProvider> {
        let wrong = |why: &str| NotAProvider(why.to_owned());
        let mut fields = Pairs::read(text).map_err(NotAProvider)?;
        let code = fields.need("code").map_err(NotAProvider)?;
        let is_code = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if code.len() > 32 || !code.bytes().all(is_code) {
            return Err(wrong("code is up to 32 small letters, digits and -"));
        }
        let name = fields.take("name").unwrap_or_else(|| code.clone());
        if name.chars().count() > 60 || name.chars().any(char::is_control) {
            return Err(wrong("name is up to 60 characters"));
        }
        let allows_private = match fields.take("private").as_deref() {
            None | Some("refused") => false,
            Some("allowed") => true,
            Some(_) => return Err(wrong("private is allowed or refused")),
        };
        let directory = match fields.take("directory").as_deref() {
            None => Directory::None,
            Some("tid") => Directory::OfClaim,
            Some(guid) => Directory::Fixed(guid.parse().map_err(|_| wrong("directory is tid or a GUID"))?),
        };
        let issuer = fields.need("issuer").map_err(NotAProvider)?;
        let places = issuer.matches(EACH_DIRECTORY).count();
        if places > 1 || places == 1 && directory != Directory::OfClaim {
            return Err(wrong("an issuer with {tenantid} once needs directory=tid"));
        }
        let spelt = issuer.replace(EACH_DIRECTORY, "organizations");
        if Endpoint::read(&spelt, allows_private).is_none_or(|it| it.path.contains('?')) {
            return Err(wrong("issuer is an address with https"));
        }
        let client_id = fields.need("client").map_err(NotAProvider)?;
        let organisation = fields.take("for").map(|of| match of.as_str() {
            "office" => Organisation::Programme,
            _ => Organisation::Partner(of),
        });
        let (secret_file, authority_file) = (fields.take("secret-file"), fields.take("ca-file"));
        fields.end().map_err(NotAProvider)?;
        Ok(Self {
            code,
            name,
            issuer,
            client_id,
            client_secret: None,
            secret_file,
            authority_file,
            authorities: None,
            directory,
            organisation,
            allows_private,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRA: &str = "code=entra; name=Microsoft; issuer=https://login.microsoftonline.com/{tenantid}/v2.0; \
                         client=6f1f; secret-file=/etc/uptake/entra; directory=tid";

    #[test]
    fn a_provider_is_read_from_one_line() {
        let read: ProviderSettings = ENTRA.parse().unwrap();
        assert_eq!(
            (read.code.as_str(), read.name.as_str(), read.directory),
            ("entra", "Microsoft", Directory::OfClaim)
        );
        assert_eq!(read.secret_file.as_deref(), Some("/etc/uptake/entra"));
        let read: ProviderSettings = "code=duin;issuer=https://id.duin.example;client=u;for=4000002".parse().unwrap();
        assert_eq!(
            (read.name.as_str(), read.organisation),
            ("duin", Some(Organisation::Partner("4000002".to_owned())))
        );
        assert!(!format!("{:?}", ClientSecret::new("hush\n")).contains("hush"));
    }

    #[test]
    fn what_is_wrong_with_it_is_said() {
        for (text, why) in [
            ("", "code is missing"),
            ("code", "has no ="),
            ("code=a;code=b", "twice"),
            ("code=;", "empty"),
            ("code=A", "small letters"),
            ("code=../x", "small letters"),
            ("code=a;client=b", "issuer is missing"),
            ("code=a;issuer=https://id.example", "client is missing"),
            ("code=a;issuer=http://id.example;client=b", "https"),
            ("code=a;issuer=id.example;client=b", "https"),
            ("code=a;issuer=https://id.example?x=y;client=b", "https"),
            ("code=a;issuer=https://id.example/{tenantid};client=b", "directory=tid"),
            ("code=a;issuer=https://id.example;client=b;directory=x", "GUID"),
            ("code=a;issuer=https://id.example;client=b;private=maybe", "allowed or refused"),
            ("code=a;issuer=https://id.example;client=b;colour=red", "colour is not known"),
        ] {
            let error = text.parse::<ProviderSettings>().unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
