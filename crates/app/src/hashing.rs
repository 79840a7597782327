//! The few threads on which passwords are hashed.
//!
//! A hash takes 19 MiB while it is made. On threads that come and go, the system's allocator keeps such a piece for each
//! of them: a flood of sign-ins then holds hundreds of MiB long after it is over. On a few threads that stay, it is a few
//! pieces, whatever comes.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use crate::AppError;

/// How many passwords are hashed at the same time: sixty in a second, within 200 MiB.
const HASHINGS: usize = 2;

type Work = Box<dyn FnOnce() + Send>;

/// The threads; they end with the last of those who use them.
pub(crate) struct Hashing(Sender<Work>);

impl Hashing {
    /// Starts the threads.
    pub(crate) fn start() -> Self {
        let (sender, receiver) = channel();
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..HASHINGS {
            let receiver = Arc::clone(&receiver);
            thread::spawn(move || work_on(&receiver));
        }
        Self(sender)
    }

    /// Runs something on one of the threads. What nobody waits for any more is not begun.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let (answer, waiting) = oneshot::channel();
        let work = move || {
            if !answer.is_closed() {
                let _ = answer.send(work());
            }
        };
        self.0.send(Box::new(work)).map_err(|_| AppError::Busy)?;
        waiting.await.map_err(|_| AppError::Internal("hashing a password ended early".to_owned()))
    }
}

fn work_on(receiver: &Mutex<Receiver<Work>>) {
    loop {
        let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(work) = next else { return };
        work();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_not_begun() {
        let hashing = Arc::new(Hashing::start());
        let (let_go, held) = channel::<()>();
        let held = Arc::new(Mutex::new(held));
        let begun = Arc::new(AtomicUsize::new(0));
        // Every thread is held, then somebody asks and leaves again.
        let holding: Vec<_> = (0..HASHINGS)
            .map(|_| {
                let (held, hashing) = (Arc::clone(&held), Arc::clone(&hashing));
                tokio::spawn(async move { hashing.run(move || held.lock().unwrap().recv().unwrap()).await.unwrap() })
            })
            .collect();
        tokio::task::yield_now().await;
        let counted = Arc::clone(&begun);
        tokio::select! {
            biased;
            _ = hashing.run(move || counted.fetch_add(1, Ordering::SeqCst)) => panic!("a thread was free"),
            () = std::future::ready(()) => {}
        }
        (0..HASHINGS).for_each(|_| let_go.send(()).unwrap());
        for one in holding {
            one.await.unwrap();
        }
        hashing.run(|| ()).await.unwrap();
        assert_eq!(begun.load(Ordering::SeqCst), 0);
    }
}
