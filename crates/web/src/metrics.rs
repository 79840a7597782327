//! What the server counts, for Prometheus. Labels are route patterns and status classes: neither people
//! nor tenants.

use std::sync::atomic::AtomicI64;
use std::time::Duration;

use app::MailStanding;
use domain::retention::RetentionKind;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Upper bounds of the durations, in seconds: pages take milliseconds, loads take minutes.
const BOUNDS_SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0, 300.0];

/// By what requests are counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    method: &'static str,
    route: &'static str,
    status: &'static str,
}

/// The counters.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    durations: Family<Labels, Histogram, fn() -> Histogram>,
    under_way: Gauge<i64, AtomicI64>,
    sign_ins_refused: Counter,
    panics: Counter,
    outdated: Family<Outdated, Counter>,
    mail: Family<MailState, Gauge>,
    oldest_mail: Gauge,
}

/// By what messages are counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct MailState {
    state: &'static str,
}

/// By what removed rows are counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outdated {
    kind: &'static str,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("uptake");
        let durations = Family::new_with_constructor((|| Histogram::new(BOUNDS_SECONDS)) as fn() -> Histogram);
        let (under_way, sign_ins_refused, panics) = (Gauge::default(), Counter::default(), Counter::default());
        registry.register_with_unit(
            "http_request_duration",
            "How long requests took, by method, route pattern and status class",
            Unit::Seconds,
            durations.clone(),
        );
        registry.register("http_requests_under_way", "Requests that are worked on", under_way.clone());
        registry.register("sign_ins_refused", "Attempts to sign in that were refused", sign_ins_refused.clone());
        registry.register("panics", "Requests that ended in a fault of the program", panics.clone());
        let outdated = Family::<Outdated, Counter>::default();
        registry.register("outdated_removed", "What was kept long enough and removed, by kind", outdated.clone());
        let (mail, oldest_mail) = (Family::<MailState, Gauge>::default(), Gauge::default());
        registry.register("mail", "Messages that wait to be sent, and those that failed", mail.clone());
        let help = "How long the oldest message waits";
        registry.register_with_unit("mail_oldest_waiting", help, Unit::Seconds, oldest_mail.clone());
        Self { registry, durations, under_way, sign_ins_refused, panics, outdated, mail, oldest_mail }
    }

    /// Notes how the mail stands.
    pub(crate) fn mail_stands(&self, standing: MailStanding) {
        for (state, count) in [("waiting", standing.waiting), ("failed", standing.failed)] {
            self.mail.get_or_create(&MailState { state }).set(count);
        }
        self.oldest_mail.set(standing.oldest_seconds);
    }

    /// Counts a request that begins; it ends when the guard is dropped, whatever happens to it.
    pub(crate) fn begin(&self) -> UnderWay {
        self.under_way.inc();
        UnderWay(self.under_way.clone())
    }

    /// Counts an answered request.
    pub(crate) fn answered(&self, method: &'static str, route: &'static str, status: u16, took: Duration) {
        let labels = Labels { method, route, status: class(status) };
        self.durations.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// Counts a refused attempt to sign in.
    pub(crate) fn sign_in_refused(&self) {
        self.sign_ins_refused.inc();
    }

    /// Counts a request that ended in a panic.
    pub(crate) fn panicked(&self) {
        self.panics.inc();
    }

    /// All of it in the text format of Prometheus, with what was removed so far of each kind.
    pub(crate) fn written(&self, removed: &[(RetentionKind, u64)]) -> String {
        for (kind, count) in removed {
            let counter = self.outdated.get_or_create(&Outdated { kind: kind.code() });
            counter.inc_by(count.saturating_sub(counter.get()));
        }
        let mut written = String::new();
        if text::encode(&mut written, &self.registry).is_err() {
            tracing::error!("metrics cannot be written");
        }
        written
    }
}

/// A request that is worked on.
pub(crate) struct UnderWay(Gauge<i64, AtomicI64>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.dec();
    }
}

fn class(status: u16) -> &'static str {
    match status {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_pattern_and_class() {
        let metrics = Metrics::new();
        metrics.answered("GET", "/tenants/{tenant_id}", 404, Duration::from_millis(3));
        let written = metrics.written(&[]);
        let counted =
            r#"uptake_http_request_duration_seconds_count{method="GET",route="/tenants/{tenant_id}",status="4xx"} 1"#;
        assert!(written.contains(counted), "{written}");
    }

    #[test]
    fn a_request_is_under_way_until_it_is_dropped() {
        let metrics = Metrics::new();
        let request = metrics.begin();
        assert!(metrics.written(&[]).contains("uptake_http_requests_under_way 1"));
        drop(request);
        assert!(metrics.written(&[]).contains("uptake_http_requests_under_way 0"));
    }
}
