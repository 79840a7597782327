//! Proofs of execution: which files may be one, told by their content (S4.2).

use crate::text;

/// Most bytes of a file: 25 MiB (S4.2).
pub const MOST_PROOF_BYTES: u64 = 25 * 1024 * 1024;

/// Most files of a claim.
pub const MOST_PROOFS: usize = 20;

/// Most characters of a file's name.
const LONGEST_FILE_NAME: usize = 200;

/// What a proof may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProofKind {
    /// PDF.
    Pdf,
    /// DOCX.
    Docx,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// Why a file is no proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// It has no bytes.
    #[error("is empty")]
    Empty,
    /// It has too many.
    #[error("is larger than 25 MiB")]
    TooLarge,
    /// Its content is none of the kinds.
    #[error("is neither PDF, DOCX, PNG nor JPEG")]
    Kind,
    /// The claim has as many as it may.
    #[error("would be one more than a claim may have")]
    TooMany,
    /// The same content is there already.
    #[error("is there already")]
    Twice,
}

impl ProofKind {
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
/// file system or a reader could misunderstand, and with the ending of what it is.
pub fn file_name(given: &str, kind: ProofKind) -> String {
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
    let stem = if stem.is_empty() { "proof" } else { stem };
    format!("{stem}.{}", kind.extension())
}
