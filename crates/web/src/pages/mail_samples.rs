//! Sample data of mail: what is chosen, doing without, and a new password.

use std::collections::BTreeSet;

use app::MailDesk;
use domain::mail::{MailChoice, MailKind, WeekHour};

use super::Shell;
use super::mail::{MailForm, UnsubscribePage};
use super::password_reset::{AskResetPage, ResetPage};

/// The choice of somebody who does without a kind; overtaken, and refused.
pub(super) fn mail() -> MailForm {
    let off = BTreeSet::from([MailKind::NoteAsked]);
    let digest_at = WeekHour::new(2, 15).unwrap_or_default();
    let desk = MailDesk {
        choice: MailChoice { off, digest_at },
        kinds: MailKind::optional().collect(),
        sends_mail: true,
        revision: "9f".into(),
    };
    MailForm { is_overtaken: true, error: Some("It does not work <script>".into()), ..MailForm::of(desk) }
}

/// Before a link was asked for, after, refused, and where there is no mail.
pub(super) fn ask_reset(shell: Shell, step: usize) -> AskResetPage {
    AskResetPage {
        shell,
        email: if step == 0 { String::new() } else { "anna<script>@example.com".into() },
        has_mail: step != 3,
        is_sent: step == 1,
        error: (step == 2).then(|| "It does not work <script>".into()),
    }
}

pub(super) fn reset(shell: Shell, error: Option<&'static str>) -> ResetPage {
    let error = error.map(|field| (field, "It does not work <script>".to_owned()));
    ResetPage { shell, action: "/password-reset/x".into(), error }
}

pub(super) fn unsubscribe(shell: Shell, is_done: bool) -> UnsubscribePage {
    UnsubscribePage { shell, kind: MailKind::Digest, action: "/unsubscribe/x".into(), is_done }
}
