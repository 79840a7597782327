//! Files that people bring: which may be kept, told by their content (S4.2, S11.4).
//!
//! Deliberately absent: what they prove or go with, and where they lie.

use crate::text;

/// Most bytes of a file: 25 MiB (S4.2).
pub const MOST_FILE_BYTES: u64 = 25 * 1024 * 1024;

/// Most bytes of all files that one person of a partner brings to tickets: 1 GiB, so that nobody fills the disk.
pub const MOST_BYTES_TOGETHER: i64 = 1024 * 1024 * 1024;

/// Most files of one thing.
pub const MOST_FILES: usize = 20;

/// Most characters of a file's name.
const LONGEST_FILE_NAME: usize = 200;

/// What a file may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// DOCX.
    Docx,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// Why a file is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// It has no bytes.
    #[error("is empty")]
    Empty,
    /// It has too many.
    #[error("is larger than 25 MiB")]
    TooLarge,
    /// Its content is none of the kinds.
    #[error("is neither PDF, DOCX, PNG nor JPEG")]
    Kind,
    /// There are as many as there may be.
    #[error("would be one more than there may be")]
    TooMany,
    /// The same content is there already.
    #[error("is there already")]
    Twice,
    /// What somebody brought would be too much together.
    #[error("is too much, with what else was brought")]
    Together,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Docx, Self::Png, Self::Jpeg];

    /// The media type, under which it is kept and served.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// The kind of that media type.
    pub fn from_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }

    /// How the name of such a file ends.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }
}

/// The name under which a file is shown and given back: the last part of what a client calls it, without anything that a
/// file system or a reader could misunderstand, and with the ending of what it is. Where nothing is left of it, it is called
/// as `otherwise` says.
pub fn file_name(given: &str, kind: FileKind, otherwise: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|letter| *letter == ' ' || text::is_seen(*letter))
        .map(|letter| if "<>:\"|?*;%".contains(letter) { '_' } else { letter })
        .take(LONGEST_FILE_NAME)
        .collect();
    let kept = kept.trim().trim_start_matches('.');
    let stem = match kept.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 5 && !stem.is_empty() => stem,
        _ => kept,
    };
    let stem = stem.trim_end_matches(['.', ' ']);
    let stem = if stem.is_empty() { otherwise } else { stem };
    format!("{stem}.{}", kind.extension())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A name that is made of any bytes is one that any file system takes, and says what the file is.
        #[test]
        fn names_of_files_are_harmless(given in any::<String>()) {
            let name = file_name(&given, FileKind::Pdf, "proof");
            prop_assert!(name.strip_suffix(".pdf").is_some() && name.len() > 4 && name.chars().count() <= 210);
            prop_assert!(!name.contains(['/', '\\', '"', '\n', '\r', '\0', '<']) && !name.starts_with('.'));
        }
    }

    #[test]
    fn a_file_keeps_its_name_without_its_way() {
        for (given, kind, kept) in [
            ("C:\\temp\\plan v2.PDF", FileKind::Pdf, "plan v2.pdf"),
            ("../../etc/passwd", FileKind::Png, "passwd.png"),
            ("invoice.pdf.exe", FileKind::Pdf, "invoice.pdf.pdf"),
            ("  ", FileKind::Jpeg, "proof.jpg"),
            (".htaccess", FileKind::Docx, "htaccess.docx"),
            ("plan\u{202e}fdp.exe", FileKind::Pdf, "planfdp.pdf"),
            ("Übersicht.docx", FileKind::Docx, "Übersicht.docx"),
        ] {
            assert_eq!(file_name(given, kind, "proof"), kept);
        }
    }
}
