//! Faults on purpose, by which the tests prove that they would find them.
//!
//! A fault is planted at the place where somebody might make it by mistake: `if planted(Fault::X) { wrong } else { right }`.
//! Without the feature `planted`, which only the crate of the tests turns on, the question is answered `false` by the
//! compiler and nothing of the fault is left. With it, at most one fault is planted, in the whole process.

macro_rules! faults {
    ($($name:ident $about:literal)+) => {
        /// Something that somebody might get wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Fault {
            $(#[doc = $about] $name,)+
        }

        impl Fault {
            /// Every fault.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// What is wrong, in a sentence.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about,)+ }
            }
        }
    };
}

faults! {
    ScopeForgetsLocation "Somebody limited to locations sees the whole partner."
    ScopeOfNowhereIsEverything "Somebody without any role sees the whole partner."
}

/// Whether that fault is planted.
#[cfg(not(feature = "planted"))]
#[inline(always)]
pub const fn planted(_: Fault) -> bool {
    false
}

#[cfg(feature = "planted")]
pub use switch::{Planted, planted};

#[cfg(feature = "planted")]
mod switch {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::Fault;

    /// The planted fault, counted from 1; 0 is none.
    static NOW: AtomicUsize = AtomicUsize::new(0);

    /// Whether that fault is planted.
    pub fn planted(fault: Fault) -> bool {
        NOW.load(Ordering::Relaxed) == fault as usize + 1
    }

    /// A fault that is planted until this is dropped.
    #[derive(Debug)]
    pub struct Planted(());

    impl Planted {
        /// Plants a fault; nothing when there is one already.
        pub fn plant(fault: Fault) -> Option<Self> {
            let planted = NOW.compare_exchange(0, fault as usize + 1, Ordering::SeqCst, Ordering::SeqCst);
            planted.ok().map(|_| Self(()))
        }
    }

    impl Drop for Planted {
        fn drop(&mut self) {
            NOW.store(0, Ordering::SeqCst);
        }
    }
}
