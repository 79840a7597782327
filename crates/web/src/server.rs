//! The accept loop: timers, a cap on connections, and an orderly end.
//!
//! A plain server keeps half-sent requests for as long as the client likes. Here a client that does not
//! send its header, its body or take its answer in time is cut off.

use std::future::Future;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use app::App;
use axum::Router;
use axum::http::{Request, header};
use axum::response::IntoResponse;
use axum::routing::get;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{Sleep, sleep, timeout};
use tower::ServiceExt;

use crate::extract::{Peer, remove_leftovers};
use crate::routes;
use crate::state::{Config, Web};

/// The most bytes that a request's header may have.
const MOST_HEADER_BYTES: usize = 64 * 1024;

/// The most fields that a request's header may have.
const MOST_HEADERS: usize = 100;

/// Serves pages and API on one listener, and metrics on another, until `shutdown` is done and requests
/// under way had their time.
pub async fn serve(
    listener: TcpListener,
    metrics_listener: Option<TcpListener>,
    app: App,
    config: Config,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let (farewell, read_patience) = (config.farewell, config.read_patience);
    let places = Arc::new(Semaphore::new(config.most_connections));
    let web = Web::new(app, config);
    remove_leftovers(&web.uploads_dir(), web.app.now()).await;
    let graceful = GracefulShutdown::new();
    let pages = accept(&listener, routes::build(web.clone()), &places, read_patience, &graceful);
    let metrics = async {
        match &metrics_listener {
            Some(listener) => {
                let few = Arc::new(Semaphore::new(16));
                accept(listener, metrics_router(web.clone()), &few, read_patience, &graceful).await;
            }
            None => std::future::pending().await,
        }
    };
    {
        let (pages, metrics, shutdown) = (pin!(pages), pin!(metrics), pin!(shutdown));
        tokio::select! {
            () = pages => {}
            () = metrics => {}
            () = shutdown => {}
        }
    }
    drop((listener, metrics_listener));
    tracing::info!(connections = graceful.count(), "stopping");
    if timeout(farewell, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests under way were cut off");
    }
    Ok(())
}

/// For how long metrics wait for the database.
const METRICS_WAIT: Duration = Duration::from_secs(1);

fn metrics_router(web: Web) -> Router {
    let written = move || {
        let web = web.clone();
        async move {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            // What the process counts is told also while the database is away.
            if let Ok(Ok(Some(mail))) = timeout(METRICS_WAIT, web.app.mail_standing()).await {
                web.metrics.mail_stands(mail);
            }
            ([(header::CONTENT_TYPE, kind)], web.metrics.written(&web.app.removed_so_far())).into_response()
        }
    };
    Router::new().route("/metrics", get(written))
}

/// Accepts connections for ever.
async fn accept(
    listener: &TcpListener,
    router: Router,
    places: &Arc<Semaphore>,
    patience: Duration,
    graceful: &GracefulShutdown,
) {
    loop {
        // First a place, then a connection: those beyond the cap wait with the system, not in our memory.
        let Ok(place) = Arc::clone(places).acquire_owned().await else { return };
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, for instance: others have to go first.
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        // Answers are small and go out whole; waiting to fill packets only delays them.
        let _ = stream.set_nodelay(true);
        let router = router.clone().map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            request
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience)
            .max_buf_size(MOST_HEADER_BYTES)
            .max_headers(MOST_HEADERS)
            .serve_connection(TokioIo::new(Patient::new(stream, patience)), TowerToHyperService::new(router));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // What goes wrong here is the client's doing: it hung up, sent no HTTP, or was too slow.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
}

/// What the other side has to take, at least, in the time for which it is waited: a reader of one byte now and then would
/// otherwise keep its answer, and its place, for as long as it likes.
const LEAST_BYTES: usize = 32 * 1024;

/// A connection that is given up when the other side takes too little for too long.
struct Patient<S> {
    stream: S,
    patience: Duration,
    /// Runs while something waits to be taken.
    waiting: Option<Waiting>,
}

struct Waiting {
    ends: Pin<Box<Sleep>>,
    /// What was taken meanwhile.
    taken_bytes: usize,
}

impl<S> Patient<S> {
    fn new(stream: S, patience: Duration) -> Self {
        Self { stream, patience, waiting: None }
    }

    /// The outcome of an attempt to write so many bytes, or an error when too few were taken for too long.
    fn judged(&mut self, context: &mut Context<'_>, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match &outcome {
            Poll::Ready(Ok(taken_bytes)) => {
                if let Some(waiting) = &mut self.waiting {
                    waiting.taken_bytes = waiting.taken_bytes.saturating_add(*taken_bytes);
                }
                self.waiting.take_if(|waiting| waiting.taken_bytes >= LEAST_BYTES);
                outcome
            }
            Poll::Ready(Err(_)) => outcome,
            Poll::Pending => self.waited(context),
        }
    }

    /// All that was written is taken, or is waited for.
    fn emptied(&mut self, context: &mut Context<'_>, outcome: Poll<io::Result<()>>) -> Poll<io::Result<()>> {
        if outcome.is_ready() {
            self.waiting = None;
            return outcome;
        }
        self.waited(context)
    }

    fn waited<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        let patience = self.patience;
        let begun = || Waiting { ends: Box::pin(sleep(patience)), taken_bytes: 0 };
        match self.waiting.get_or_insert_with(begun).ends.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_write(context, bytes);
        this.judged(context, outcome)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_write_vectored(context, pieces);
        this.judged(context, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_flush(context);
        this.emptied(context, outcome)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_shutdown(context);
        this.emptied(context, outcome)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;
    use tokio::time::Instant;

    use super::*;

    /// Takes some bytes each millisecond.
    struct Taker {
        at_once_bytes: usize,
        rests: Pin<Box<Sleep>>,
    }

    impl Taker {
        const REST: Duration = Duration::from_millis(1);

        fn new(at_once_bytes: usize) -> Self {
            Self { at_once_bytes, rests: Box::pin(sleep(Self::REST)) }
        }
    }

    impl AsyncWrite for Taker {
        fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            std::task::ready!(self.rests.as_mut().poll(context));
            self.rests.as_mut().reset(Instant::now() + Self::REST);
            Poll::Ready(Ok(self.at_once_bytes.min(bytes.len())))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    /// Writes without end, for ten times as long as the connection has patience, or until it has none any more.
    async fn written(at_once_bytes: usize) -> io::Result<()> {
        const PATIENCE: Duration = Duration::from_millis(40);
        let mut connection = Patient::new(Taker::new(at_once_bytes), PATIENCE);
        let began = Instant::now();
        let answer = vec![0; LEAST_BYTES];
        while began.elapsed() < PATIENCE * 10 {
            connection.write_all(&answer).await?;
        }
        Ok(())
    }

    /// By a clock that stands while somebody is at work: on the machine's, a byte at a time would be enough of them.
    #[tokio::test(start_paused = true)]
    async fn whoever_takes_an_answer_by_the_byte_is_cut_off_and_others_are_not() {
        assert_eq!(written(1).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        written(LEAST_BYTES / 4).await.unwrap();
    }

    #[tokio::test]
    async fn a_connection_that_has_all_is_not_waited_for() {
        let mut connection = Patient::new(Taker::new(100), Duration::from_millis(1));
        connection.waiting = Some(Waiting { ends: Box::pin(sleep(Duration::ZERO)), taken_bytes: 0 });
        connection.flush().await.unwrap();
        assert!(connection.waiting.is_none());
    }
}
