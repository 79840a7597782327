//! How an operator names a bucket (docs/operator/files.md).

use std::fmt;
use std::str::FromStr;

use domain::pairs::Pairs;

/// The secret key of the bucket. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(String);

impl SecretKey {
    /// The key of a text, without the line break at its end; nothing for an empty one.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim_end_matches(['\r', '\n']);
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(..)")
    }
}

/// A bucket as an operator sets it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketSettings {
    /// Its name.
    pub bucket: String,
    /// Where it is asked: `https://`, or `http://` in a network of the operator's own.
    pub endpoint: String,
    /// Its region; those that have none say `us-east-1`.
    pub region: String,
    /// What the names of all objects begin with.
    pub prefix: String,
    /// Who asks.
    pub access_key: String,
    /// What that is proved with.
    pub secret_key: Option<SecretKey>,
    /// The file with the secret key, to be read at the start.
    pub secret_file: Option<String>,
    /// The file with the certificates of the operator's own authority (PEM), to be read at the start.
    pub authority_file: Option<String>,
    /// What was read from it.
    pub authorities: Option<Vec<u8>>,
    /// Whether the bucket is asked at a host of its own, `bucket.endpoint`, and not by a path.
    pub is_host_of_its_own: bool,
}

/// What is wrong with the text of a bucket.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a bucket is written bucket=...; endpoint=https://...; key=...; secret-file=...: {0}")]
pub struct NotABucket(pub String);

impl FromStr for BucketSettings {
    type Err = NotABucket;

    fn from_str(text: &str) -> Result<Self, NotABucket> {
        let wrong = |why: &str| NotABucket(why.to_owned());
        let mut fields = Pairs::read(text).map_err(NotABucket)?;
        let bucket = fields.need("bucket").map_err(NotABucket)?;
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
        if !(3..=63).contains(&bucket.len()) || !bucket.bytes().all(is_plain) {
            return Err(wrong("bucket is 3 to 63 small letters, digits, - and ."));
        }
        let endpoint = fields.need("endpoint").map_err(NotABucket)?;
        let host = endpoint.strip_prefix("https://").or_else(|| endpoint.strip_prefix("http://")).unwrap_or_default();
        if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
            return Err(wrong("endpoint is an address without a path, such as https://s3.example.com"));
        }
        let prefix = fields.take("prefix").unwrap_or_else(|| "uptake".to_owned());
        let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| is_plain(byte) && byte != b'.');
        if !prefix.split('/').all(is_part) {
            return Err(wrong("prefix is small letters, digits and -, with / between its parts"));
        }
        let is_host_of_its_own = match fields.take("addressing").as_deref() {
            None | Some("path") => false,
            Some("host") => true,
            Some(_) => return Err(wrong("addressing is path or host")),
        };
        let read = Self {
            bucket,
            endpoint,
            region: fields.take("region").unwrap_or_else(|| "us-east-1".to_owned()),
            prefix,
            access_key: fields.need("key").map_err(NotABucket)?,
            secret_key: None,
            secret_file: fields.take("secret-file"),
            authority_file: fields.take("ca-file"),
            authorities: None,
            is_host_of_its_own,
        };
        fields.end().map_err(NotABucket)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_read_from_one_line() {
        let text =
            "bucket=uptake-files; endpoint=https://s3.example.com; region=eu-west-1; key=AK; secret-file=/etc/s3";
        let read: BucketSettings = text.parse().unwrap();
        assert_eq!(
            (read.bucket.as_str(), read.prefix.as_str(), read.region.as_str()),
            ("uptake-files", "uptake", "eu-west-1")
        );
        assert_eq!((read.secret_file.as_deref(), read.is_host_of_its_own), (Some("/etc/s3"), false));
        let read: BucketSettings =
            "bucket=abc;endpoint=http://127.0.0.1:9000;key=k;prefix=a/b-c;addressing=host".parse().unwrap();
        assert_eq!((read.prefix.as_str(), read.region.as_str(), read.is_host_of_its_own), ("a/b-c", "us-east-1", true));
        assert!(!format!("{:?}", SecretKey::new("hush\n")).contains("hush"));
        assert_eq!(SecretKey::new("\n"), None);
    }

    #[test]
    fn what_is_wrong_with_it_is_said() {
        for (text, why) in [
            ("", "bucket is missing"),
            ("bucket=AB", "small letters"),
            ("bucket=a/../b", "small letters"),
            ("bucket=abc", "endpoint is missing"),
            ("bucket=abc;endpoint=s3.example.com;key=k", "without a path"),
            ("bucket=abc;endpoint=https://;key=k", "without a path"),
            ("bucket=abc;endpoint=https://s3.example.com/abc;key=k", "without a path"),
            ("bucket=abc;endpoint=https://me@s3.example.com;key=k", "without a path"),
            ("bucket=abc;endpoint=https://s3.example.com", "key is missing"),
            ("bucket=abc;endpoint=https://s3.example.com;key=k;prefix=/x", "prefix"),
            ("bucket=abc;endpoint=https://s3.example.com;key=k;prefix=..", "prefix"),
            ("bucket=abc;endpoint=https://s3.example.com;key=k;addressing=x", "path or host"),
            ("bucket=abc;endpoint=https://s3.example.com;key=k;colour=red", "colour is not known"),
            ("bucket=abc;bucket=abd", "twice"),
        ] {
            let error = text.parse::<BucketSettings>().unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
