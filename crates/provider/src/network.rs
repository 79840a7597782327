//! Asking over the network: one request, one answer, bounded in time and size. No redirects, no cookies, no proxy; a name is
//! looked up once, and what is connected to is the address that was looked at.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

use crate::Fault;
use crate::address::{Endpoint, is_asked};

/// The largest answer.
const MOST_BYTES: usize = 256 * 1024;

/// The largest header of an answer.
const MOST_HEADER_BYTES: usize = 32 * 1024;

/// How long one address may take to be connected to.
const TO_CONNECT: Duration = Duration::from_millis(2_500);

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) is_json: bool,
    pub(crate) body: Vec<u8>,
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked<'a> {
    /// The fields of a form; nothing asks for a document.
    pub(crate) form: Option<&'a [(&'a str, &'a str)]>,
    pub(crate) authorization: Option<String>,
}

/// The way to a provider.
pub(crate) struct Network {
    tls: TlsConnector,
    allows_private: bool,
}

/// Anything that can be talked over.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

impl Network {
    /// The way over TLS by the authorities that browsers trust, or by those of an operator's file (PEM) alone.
    pub(crate) fn new(authorities: Option<&[u8]>, allows_private: bool) -> Result<Self, String> {
        let config = tls::client(authorities)?;
        Ok(Self { tls: TlsConnector::from(Arc::new(config)), allows_private })
    }

    /// Asks. How long that may take in all is for the caller to say.
    pub(crate) async fn ask(&self, endpoint: &Endpoint, asked: Asked<'_>) -> Result<Answer, Fault> {
        let stream = self.connect(endpoint).await?;
        let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
            .max_buf_size(MOST_HEADER_BYTES)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(Fault::away)?;
        // Dropped, it takes the connection with it.
        let mut driving = JoinSet::new();
        driving.spawn(connection);
        let response = sender.send_request(request(endpoint, asked)?).await.map_err(Fault::away)?;
        let (parts, mut body) = response.into_parts();
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let mut read = Vec::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(Fault::away)?;
            let Some(data) = frame.data_ref() else { continue };
            if read.len() + data.len() > MOST_BYTES {
                return Err(Fault::doubtful(format!("more than {MOST_BYTES} bytes")));
            }
            read.extend_from_slice(data);
        }
        let is_json = kind == "application/json" || kind.ends_with("+json");
        Ok(Answer { status: parts.status, is_json, body: read })
    }

    /// A document of JSON.
    pub(crate) async fn document(&self, endpoint: &Endpoint) -> Result<Vec<u8>, Fault> {
        let answer = self.ask(endpoint, Asked::default()).await?;
        match answer.status {
            StatusCode::OK if answer.is_json => Ok(answer.body),
            StatusCode::OK => Err(Fault::doubtful("an answer that is no JSON")),
            status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => Err(Fault::away(status)),
            status => Err(Fault::doubtful(status)),
        }
    }

    async fn connect(&self, endpoint: &Endpoint) -> Result<Box<dyn Stream>, Fault> {
        let found: Vec<_> = lookup_host((endpoint.host.as_str(), endpoint.port)).await.map_err(Fault::away)?.collect();
        let asked: Vec<_> = found.iter().filter(|one| is_asked(one.ip(), self.allows_private)).collect();
        if asked.is_empty() && !found.is_empty() {
            return Err(Fault::doubtful("an address that is not public"));
        }
        let mut last = Fault::away("no address");
        for address in asked {
            match tokio::time::timeout(TO_CONNECT, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return self.secured(endpoint, stream).await,
                Ok(Err(error)) => last = Fault::away(error),
                Err(_) => last = Fault::away("it takes no connection in time"),
            }
        }
        Err(last)
    }

    async fn secured(&self, endpoint: &Endpoint, stream: TcpStream) -> Result<Box<dyn Stream>, Fault> {
        if !endpoint.is_tls {
            return Ok(Box::new(stream));
        }
        let name = ServerName::try_from(endpoint.host.clone()).map_err(Fault::doubtful)?;
        Ok(Box::new(self.tls.connect(name, stream).await.map_err(Fault::away)?))
    }
}

fn request(endpoint: &Endpoint, asked: Asked<'_>) -> Result<Request<Full<Bytes>>, Fault> {
    let mut request = Request::builder()
        .uri(&endpoint.path)
        .header(header::HOST, &endpoint.authority)
        .header(header::ACCEPT, "application/json")
        .header(header::ACCEPT_ENCODING, "identity")
        .header(header::CONNECTION, "close")
        .header(header::USER_AGENT, "uptake");
    if let Some(authorization) = asked.authorization {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    let body = match asked.form {
        None => Bytes::new(),
        Some(fields) => {
            request = request.method(Method::POST).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            Bytes::from(form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
        }
    };
    request.body(Full::new(body)).map_err(Fault::doubtful)
}
