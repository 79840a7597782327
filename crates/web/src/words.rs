//! How pages take their words from the locale: `say!(self, "id", argument = value)`.

use locale::Words;

/// A message in the language of a page, where the page has a `shell`; a wrong id is a compile error. One without
/// arguments is put together once for each place that says it, and a `&'static str` from then on.
macro_rules! say {
    ($page:expr, $id:literal) => {
        $crate::words::tell!($page.shell.words, $id)
    };
    ($page:expr, $($message:tt)+) => {
        ::i18n_embed_fl::fl!($page.shell.words.loader(), $($message)+)
    };
}

/// The same for whoever has the words and no page: a message without arguments.
macro_rules! tell {
    ($words:expr, $id:literal) => {{
        static SAID: ::locale::Said = ::locale::Said::new();
        SAID.once($words, |words| ::i18n_embed_fl::fl!(words.loader(), $id))
    }};
}

pub(crate) use {say, tell};

/// Why a file was refused as a whole, by the code under which the load keeps it.
pub(crate) fn file_refusal(code: &str, words: &Words) -> String {
    by_code("file-", code, words)
}

/// Why a row was refused, by the code under which the load keeps it.
pub(crate) fn row_refusal(refused: &app::RefusedRow, words: &Words) -> String {
    let reason = by_code("row-", &refused.reason, words);
    match refused.other_line {
        Some(line) => i18n_embed_fl::fl!(words.loader(), "row-and-other-line", reason = reason, line = line),
        None => reason,
    }
}

/// The message of a code; the code itself where a newer version wrote one that this one does not know.
fn by_code(prefix: &str, code: &str, words: &Words) -> String {
    use i18n_embed::LanguageLoader as _;
    let id = format!("{prefix}{}", code.replace('_', "-"));
    let loader = words.loader();
    if loader.has(&id) { loader.get(&id) } else { format!("{code} ({})", loader.current_language()) }
}
