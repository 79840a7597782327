//! Chance that repeats itself, so that two worlds draw the same secrets.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::Chance;

/// Bytes that follow from how many were asked for since the last [`SteadyChance::restart`]. Copies go on together.
#[derive(Debug, Clone, Default)]
pub struct SteadyChance {
    state: Arc<AtomicU64>,
}

impl SteadyChance {
    /// Begins anew, from a seed.
    pub fn restart(&self, seed: u64) {
        self.state.store(seed, Ordering::SeqCst);
    }

    /// Chance as the application takes it.
    pub fn chance(&self) -> Chance {
        let own = self.clone();
        Chance::new(move |bytes| {
            for piece in bytes.chunks_mut(8) {
                piece.iter_mut().zip(own.next().to_le_bytes()).for_each(|(byte, next)| *byte = next);
            }
            Ok(())
        })
    }

    /// A counter, mixed so that neighbours have nothing in common (the finaliser of `SplitMix64`).
    fn next(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mixed = self.state.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_no_two_draws_are_alike() {
        let steady = SteadyChance::default();
        let draw = || steady.chance().bytes::<20>().unwrap();
        steady.restart(7);
        let (first, second) = (draw(), draw());
        steady.restart(7);
        assert_eq!((draw(), draw()), (first, second));
        assert_ne!(first, second);
        steady.restart(8);
        assert_ne!(draw(), first);
    }
}
