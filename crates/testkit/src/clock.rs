//! A clock that stands still until it is told to go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::Clock;
use chrono::{DateTime, TimeDelta, Utc};

/// The moment at which every world begins: the 10th of September 2026, 06:26:40 UTC.
const BEGINNING_MILLIS: i64 = 1_789_021_600_000;

/// A clock that stands still until it is told to go on. Copies show the same time.
#[derive(Debug, Clone)]
pub struct StandingClock {
    millis: Arc<AtomicI64>,
}

impl Default for StandingClock {
    fn default() -> Self {
        Self { millis: Arc::new(AtomicI64::new(BEGINNING_MILLIS)) }
    }
}

impl StandingClock {
    /// The clock as the application takes it.
    pub fn clock(&self) -> Clock {
        let own = self.clone();
        Clock::new(move || own.now())
    }

    /// The moment that it shows.
    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.millis.load(Ordering::SeqCst)).unwrap()
    }

    /// Sets it.
    pub fn set(&self, to: DateTime<Utc>) {
        self.millis.store(to.timestamp_millis(), Ordering::SeqCst);
    }

    /// Lets that much time pass; where it is less than none, the clock goes back.
    pub fn pass(&self, time: TimeDelta) {
        self.millis.fetch_add(time.num_milliseconds(), Ordering::SeqCst);
    }
}
