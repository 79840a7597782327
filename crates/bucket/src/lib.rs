//! Files that people bring, kept in an S3-compatible object store, where servers on several machines share them.
//!
//! An object is written once, under a name that follows from its content, and is never changed. Deliberately absent: which
//! names there are, and what may be removed, which the database says.

mod network;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt as _};
use object_store::aws::{AmazonS3Builder, Checksum};
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig};

pub use settings::{BucketSettings, NotABucket, SecretKey};

/// How long a question is tried again: whoever waits for an answer is told sooner that there is none.
const PATIENCE: Duration = Duration::from_secs(8);

/// How often a question is tried again.
const RETRIES: usize = 2;

/// Why something did not come of a question.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There is no such object.
    #[error("the bucket has no such object")]
    Absent,
    /// The bucket does not answer, or refuses.
    #[error("the bucket cannot be used: {0}")]
    Away(String),
}

impl From<object_store::Error> for Fault {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Absent,
            error => Self::Away(error.to_string()),
        }
    }
}

/// The content of an object, piece by piece.
pub type Content = BoxStream<'static, Result<Bytes, Fault>>;

/// A bucket. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Bucket {
    store: Arc<dyn ObjectStore>,
    prefix: String,
}

impl Bucket {
    /// The bucket of these settings. It is not asked yet.
    pub fn open(settings: &BucketSettings) -> Result<Self, Fault> {
        let away = |error: String| Fault::Away(error);
        let secret = settings.secret_key.as_ref().ok_or_else(|| away("its secret key is missing".to_owned()))?;
        let connector = network::Connector::new(settings.authorities.as_deref()).map_err(away)?;
        let retry = RetryConfig { max_retries: RETRIES, retry_timeout: PATIENCE, backoff: BackoffConfig::default() };
        let client = ClientOptions::new().with_allow_http(settings.endpoint.starts_with("http://"));
        let store = AmazonS3Builder::new()
            .with_bucket_name(&settings.bucket)
            .with_endpoint(&settings.endpoint)
            .with_region(&settings.region)
            .with_access_key_id(&settings.access_key)
            .with_secret_access_key(secret.text())
            .with_virtual_hosted_style_request(settings.is_host_of_its_own)
            .with_checksum_algorithm(Checksum::SHA256)
            // One object at a time goes, and not every such store knows how to remove many.
            .with_disable_bulk_delete(true)
            .with_client_options(client)
            .with_retry(retry)
            .with_http_connector(connector)
            .build()?;
        Ok(Self { store: Arc::new(store), prefix: settings.prefix.clone() })
    }

    fn path(&self, name: &str) -> Path {
        Path::from(format!("{}/{name}", self.prefix))
    }

    /// Writes an object, or the same once more. It is kept when this returns.
    pub async fn put(&self, name: &str, content: Bytes) -> Result<(), Fault> {
        self.store.put(&self.path(name), content.into()).await?;
        Ok(())
    }

    /// Whether there is such an object.
    pub async fn has(&self, name: &str) -> Result<bool, Fault> {
        match self.store.head(&self.path(name)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The content of an object.
    pub async fn get(&self, name: &str) -> Result<Content, Fault> {
        let found = self.store.get(&self.path(name)).await?;
        Ok(found.into_stream().map(|piece| piece.map_err(Fault::from)).boxed())
    }

    /// Removes an object, whether or not it is there.
    pub async fn delete(&self, name: &str) -> Result<(), Fault> {
        match self.store.delete(&self.path(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether an object can be written, read and removed; for an operator.
    pub async fn check(&self) -> Result<(), Fault> {
        let (name, word) = ("check/doctor", Bytes::from_static(b"uptake"));
        self.put(name, word.clone()).await?;
        let mut content = self.get(name).await?;
        let mut read = Vec::new();
        while let Some(piece) = content.next().await {
            read.extend_from_slice(&piece?);
        }
        self.delete(name).await?;
        if read == word { Ok(()) } else { Err(Fault::Away("what was read is not what was written".to_owned())) }
    }
}
