//! Which language a browser prefers, of those there are.

use axum::http::{HeaderMap, header};
use domain::person::Language;

/// The language of `Accept-Language` with the highest weight that there is; English when none is.
pub(super) fn accepted(headers: &HeaderMap) -> Language {
    let mut best: Option<(u32, Language)> = None;
    for value in headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok()) {
        for part in value.split(',') {
            let (tag, weight) = part.split_once(';').map_or((part, ""), |(tag, weight)| (tag, weight));
            let weight = thousandths(weight);
            let language = match tag.trim() {
                "*" => Some(Language::default()),
                tag => Language::from_tag(tag),
            };
            if let Some(language) = language
                && weight > best.map_or(0, |(highest, _)| highest)
            {
                best = Some((weight, language));
            }
        }
    }
    best.map_or_else(Language::default, |(_, language)| language)
}

/// `q=0.8` in thousandths; without a weight it is 1, and nonsense counts as 0.
fn thousandths(weight: &str) -> u32 {
    let Some(number) = weight.trim().strip_prefix("q=").or(weight.trim().strip_prefix("Q=")) else {
        return if weight.trim().is_empty() { 1000 } else { 0 };
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut digits = fraction.bytes().chain(*b"000").take(3);
    let fraction = digits.try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')));
    match (whole, fraction) {
        ("1", Some(_)) => 1000,
        ("0", Some(fraction)) => fraction,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_weight_wins_and_unknown_languages_are_passed_over() {
        for (accept, language) in [
            ("nl", Language::Dutch),
            ("nl-BE,en;q=0.8", Language::Dutch),
            ("de,fr;q=0.9,nl;q=0.2", Language::Dutch),
            ("en;q=0.1, nl;q=0.15", Language::Dutch),
            ("nl;q=0.5,en-GB;q=0.75", Language::English),
            ("nl;q=0", Language::English),
            ("de", Language::English),
            ("*", Language::English),
            ("", Language::English),
            (";;q=,,nl;x=1", Language::English),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, accept.parse().unwrap())]);
            assert_eq!(accepted(&headers), language, "{accept}");
        }
    }
}
