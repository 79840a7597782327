//! Codes of an app, by time (RFC 6238): six digits, half a minute, SHA-1, which is what all apps know.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};

use crate::AppError;

/// Bytes of a secret (RFC 4226, 4: 160 bits).
pub(crate) const SECRET_BYTES: usize = 20;

/// How long a code is shown, in milliseconds.
const STEP_MILLIS: i64 = 30_000;

/// Digits of a code.
const DIGITS: usize = 6;

/// The step in which a moment lies.
pub(crate) fn step_at(now: i64) -> i64 {
    now.div_euclid(STEP_MILLIS)
}

/// The code of a step (RFC 4226, 5.3).
fn code(secret: &[u8], step: i64) -> Result<[u8; DIGITS], AppError> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).map_err(|_| AppError::Internal("a key of codes".to_owned()))?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last().copied().unwrap_or_default() & 0x0f);
    let four = digest.get(offset..offset + 4).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
    let mut rest = (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000;
    let mut digits = [b'0'; DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
    Ok(digits)
}

/// The step of which this is the code: that of the moment, the one before or the one after, since clocks differ. It takes as
/// long whichever it is, and where it is none.
pub(crate) fn step_of(secret: &[u8], typed: [u8; DIGITS], now: i64) -> Result<Option<i64>, AppError> {
    let mut found = Choice::from(0);
    let mut step = 0;
    for one in (step_at(now) - 1)..=(step_at(now) + 1) {
        let is_it = code(secret, one)?.ct_eq(&typed);
        step = i64::conditional_select(&step, &one, is_it);
        found |= is_it;
    }
    Ok(bool::from(found).then_some(step))
}

/// A code as it is typed, in groups or not; nothing where it is not six digits.
pub(crate) fn typed(text: &str) -> Option<[u8; DIGITS]> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    digits.iter().all(u8::is_ascii_digit).then_some(digits)?.try_into().ok()
}

/// Bytes in letters and digits that are easily told apart (RFC 4648, 6), without padding.
pub(crate) fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for &byte in bytes {
        held = (held << 8 | u32::from(byte)) & 0xffff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let letter = usize::try_from(held >> bits & 31).ok().and_then(|at| LETTERS.get(at)).copied();
            text.push(char::from(letter.unwrap_or_default()));
        }
    }
    if bits > 0 {
        let letter = usize::try_from(held << (5 - bits) & 31).ok().and_then(|at| LETTERS.get(at)).copied();
        text.push(char::from(letter.unwrap_or_default()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_at(secret: &[u8], now: i64) -> String {
        code(secret, step_at(now)).unwrap().map(char::from).iter().collect()
    }

    /// The secret of the RFC's examples.
    const SECRET: &[u8; SECRET_BYTES] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B: eight digits, of which an app shows the last six.
        for (seconds, eight) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(code_at(SECRET, seconds * 1_000), eight[2..], "{seconds}");
        }
    }

    #[test]
    fn a_code_counts_in_its_half_minute_and_in_those_beside_it() {
        let now = 1_111_111_111_000;
        let of = |step: i64| typed(&code_at(SECRET, step * STEP_MILLIS)).unwrap();
        let here = step_at(now);
        for (step, counts) in [(here - 2, false), (here - 1, true), (here, true), (here + 1, true), (here + 2, false)] {
            let found = step_of(SECRET, of(step), now).unwrap();
            assert_eq!(found, counts.then_some(step), "{}", step - here);
        }
        assert_eq!(step_of(SECRET, *b"000000", now).unwrap(), None);
        assert_eq!(step_of(b"98765432109876543210", of(here), now).unwrap(), None);
    }

    #[test]
    fn a_code_is_six_digits_and_nothing_else() {
        assert_eq!(typed("123456"), Some(*b"123456"));
        assert_eq!(typed(" 123 456\n"), Some(*b"123456"));
        for text in ["", "12345", "1234567", "12345a", "+12345", "-12345", "１２３４５６", "1.2345", "123456\0"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }

    #[test]
    fn letters_are_those_of_the_rfc() {
        // RFC 4648, 10, without padding.
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
        assert_eq!(base32(&[0xff; 20]), "7".repeat(32));
    }
}
