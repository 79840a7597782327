//! The way to the bucket: HTTP/1.1 over TLS, by one pool of connections, with an end to every question.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http_body_util::BodyExt as _;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector as Tcp;
use hyper_util::rt::TokioExecutor;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse, HttpResponseBody,
    HttpService,
};
use tokio::time::timeout;
use tokio_rustls::rustls::ClientConfig;

/// How long it may take until there is a connection.
const CONNECTING: Duration = Duration::from_secs(3);

/// How long it may take until an answer begins: 25 MiB are written by then.
const ANSWERING: Duration = Duration::from_secs(20);

/// Makes the way to a bucket, by one set of authorities.
#[derive(Debug)]
pub(crate) struct Connector(Arc<ClientConfig>);

impl Connector {
    /// By the authorities that browsers trust, or by those of an operator's file (PEM) alone.
    pub(crate) fn new(authorities: Option<&[u8]>) -> Result<Self, String> {
        Ok(Self(Arc::new(tls::client(authorities)?)))
    }
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let mut tcp = Tcp::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(CONNECTING));
        let https = HttpsConnectorBuilder::new()
            .with_tls_config(ClientConfig::clone(&self.0))
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        Ok(HttpClient::new(Way(Client::builder(TokioExecutor::new()).build(https))))
    }
}

/// The pool of connections.
#[derive(Debug)]
struct Way(Client<HttpsConnector<Tcp>, HttpRequestBody>);

#[async_trait]
impl HttpService for Way {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = timeout(ANSWERING, self.0.request(request)).await;
        let answer = answer.map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?;
        let answer = answer.map_err(|error| {
            let kind = if error.is_connect() { HttpErrorKind::Connect } else { HttpErrorKind::Interrupted };
            HttpError::new(kind, error)
        })?;
        Ok(answer
            .map(|body| HttpResponseBody::new(body.map_err(|error| HttpError::new(HttpErrorKind::Interrupted, error)))))
    }
}
