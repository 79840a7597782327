//! Signals in words (S12.2): in two words for the list, in a sentence for whoever wants to know.

use domain::signal::Signal;
use i18n_embed_fl::fl;
use locale::{Pattern, Words};

use crate::words::tell;

/// What a signal is called.
pub fn signal_label(signal: Signal, words: &Words) -> &'static str {
    match signal {
        Signal::UsageRose { .. } => tell!(words, "signal-usage-rose"),
        Signal::UsageFell { .. } => tell!(words, "signal-usage-fell"),
        Signal::SeatsBought { .. } => tell!(words, "signal-seats-bought"),
        Signal::ReachedMinimum { .. } => tell!(words, "signal-reached-minimum"),
        Signal::FellBelowMinimum { .. } => tell!(words, "signal-fell-below-minimum"),
        Signal::BlockedSeatsGrew { .. } => tell!(words, "signal-blocked-seats-grew"),
    }
}

/// What the signal of a code is called; the code itself where there is none.
pub fn label_of_code<'a>(code: &'a str, words: &Words) -> &'a str {
    let all = [
        Signal::UsageRose { tenths: 0 },
        Signal::UsageFell { tenths: 0 },
        Signal::SeatsBought { seats: 0 },
        Signal::ReachedMinimum { pau: 0, minimum: 0 },
        Signal::FellBelowMinimum { pau: 0, minimum: 0 },
        Signal::BlockedSeatsGrew { from: 0, to: 0 },
    ];
    all.into_iter().find(|signal| signal.code() == code).map_or(code, |signal| signal_label(signal, words))
}

/// What happened, with its numbers.
pub fn signal_sentence(signal: Signal, words: &Words) -> String {
    static ROSE: Pattern = Pattern::new();
    static FELL: Pattern = Pattern::new();
    static BOUGHT: Pattern = Pattern::new();
    static REACHED: Pattern = Pattern::new();
    static BELOW: Pattern = Pattern::new();
    static BLOCKED: Pattern = Pattern::new();
    let loader = words.loader();
    match signal {
        Signal::UsageRose { tenths } => ROSE
            .fill(words, [&words.tenths(tenths)], |_, [points]| fl!(loader, "signal-usage-rose-by", points = points)),
        Signal::UsageFell { tenths } => FELL
            .fill(words, [&words.tenths(tenths)], |_, [points]| fl!(loader, "signal-usage-fell-by", points = points)),
        Signal::SeatsBought { seats } => BOUGHT.fill(words, [&words.number(seats)], |_, [seats]| {
            fl!(loader, "signal-seats-bought-so-many", seats = seats)
        }),
        Signal::ReachedMinimum { pau, minimum } => {
            REACHED.fill(words, [&words.number(pau), &words.number(minimum)], |_, [pau, minimum]| {
                fl!(loader, "signal-reached-minimum-with", pau = pau, minimum = minimum)
            })
        }
        Signal::FellBelowMinimum { pau, minimum } => {
            BELOW.fill(words, [&words.number(pau), &words.number(minimum)], |_, [pau, minimum]| {
                fl!(loader, "signal-fell-below-minimum-with", pau = pau, minimum = minimum)
            })
        }
        Signal::BlockedSeatsGrew { from, to } => {
            BLOCKED.fill(words, [&words.number(from), &words.number(to)], |_, [from, to]| {
                fl!(loader, "signal-blocked-seats-grew-to", from = from, to = to)
            })
        }
    }
}

/// The style of a signal's badge.
pub fn signal_style(signal: Signal) -> &'static str {
    if signal.is_bad_news() { "error" } else { "success" }
}
