//! An app that shows codes, written down a second time (RFC 6238): what people have on their phones is not ours either.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// What an app shows at a moment that was given this key, in groups or not.
pub fn shown_by_app(key: &str, at: DateTime<Utc>) -> String {
    let mut bits = Vec::new();
    for letter in key.chars().filter(|letter| !letter.is_whitespace()) {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).expect("a letter of a key");
        bits.extend((0..5).rev().map(|place| value >> place & 1));
    }
    let byte = |bits: &[usize]| u8::try_from(bits.iter().fold(0, |sum, bit| sum * 2 + bit)).expect("eight bits");
    let secret: Vec<u8> = bits.chunks_exact(8).map(byte).collect();
    let counter = u64::try_from(at.timestamp() / 30).expect("after 1970");
    let mut mac = Hmac::<Sha1>::new_from_slice(&secret).expect("a key of any length");
    mac.update(&counter.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let from = usize::from(digest.last().expect("twenty bytes") & 15);
    let number = digest.iter().skip(from).take(4).fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}
